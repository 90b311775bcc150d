import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type {
  Candidate,
  Candle,
  ContextPoint,
  Outcome,
  Signal,
} from '../../schemas/contracts.generated.ts'
import type { ValidTrade } from '../candles/validate-trades.ts'
import { followCandle, followTime, followTrade } from '../positions/follow.ts'
import type { FundingPoint } from '../positions/funding.ts'
import { type FollowStep, held, type Position } from '../positions/position.ts'
import { isTimeframe, timeframeMs } from '../timeframe.ts'
import { followConfigOf } from './follow-config.ts'
import {
  type Followed,
  followedOfVersion1,
  followShadow,
  followSignal,
  outcomeOf,
} from './followed.ts'
import type { Judgement } from './judge.ts'
import type { TradingSettings } from './trading-settings.ts'

interface State {
  followed: Followed[]
  /** Own candidates that the desk has not yet decided. */
  awaiting: { readonly candidate: Candidate; readonly sinceMs: number }[]
  funding: FundingPoint[]
  /** Length of the shortest candles seen: only they are followed. */
  baseMs: number
}

type Context = OperatorContext<Outcome, State>

const fundingKeptMs = 80 * 3_600_000

/** The gate's name under which a candidate is followed that the desk did not let through. */
const deskGate = 'desk'

/**
 * Follows a symbol's signals, and the shadows of its refused candidates, to take profit, stop loss
 * or expiry, all by the same exit policies: trade by trade where there are trades, else by the
 * shortest candles.
 */
export function followPositions({
  id,
  settings,
}: {
  readonly id: string
  readonly settings: TradingSettings
}) {
  const { market, latencyMs } = settings
  const config = followConfigOf(settings)
  const ageMaxMs = settings.signalAgeMaxHours * 3_600_000

  return defineJoin<
    {
      signal: Signal
      context: ContextPoint
      trade: ValidTrade
      candle: Candle
      judgement: Judgement
    },
    Outcome,
    State
  >({
    id,
    version: 2,
    migrate: (state) => ({
      ...(state as State),
      followed: (state as State).followed.map(followedOfVersion1),
    }),
    on: {
      signal(signal, context) {
        const state = context.store.get() ?? emptyState()
        state.awaiting = state.awaiting.filter(
          ({ candidate }) => candidate.id !== signal.candidate_id,
        )
        follow(state, followSignal(signal, ageMaxMs), context)
        context.store.put(state)
      },
      context({ kind, value, event_time: timeMs }, context) {
        if (kind !== 'funding') return
        const state = context.store.get() ?? emptyState()
        state.funding = state.funding.filter(
          (point) => point.timeMs > context.timeMs - fundingKeptMs,
        )
        state.funding.push({ timeMs, rate: value })
        context.store.put(state)
      },
      trade(trade, context) {
        const state = context.store.get()
        if (state === undefined || state.followed.length === 0) return
        const fill = { price: trade.price, timeMs: trade.event_time }
        step(state, context, (position) => followTrade(position, fill, config))
      },
      candle(candle, context) {
        if (candle.revision > 0 || candle.origin === 'TICKS' || !isTimeframe(candle.timeframe))
          return
        const lengthMs = timeframeMs[candle.timeframe]
        const state = context.store.get() ?? emptyState()
        if (lengthMs > state.baseMs) return
        if (lengthMs < state.baseMs) {
          state.baseMs = lengthMs
          context.store.put(state)
        }
        if (state.followed.length === 0) return
        const { open_time: openMs, open, high, low, close } = candle
        const followed = { openMs, closeMs: openMs + lengthMs, open, high, low, close }
        step(state, context, (position) => followCandle(position, followed, config))
      },
      judgement(judgement, context) {
        const state = context.store.get() ?? emptyState()
        if (judgement.kind === 'candidate') {
          const { candidate } = judgement
          state.awaiting.push({ candidate, sinceMs: context.timeMs })
          context.wakeAt(context.timeMs + latencyMs, `decided:${candidate.id}`)
        } else if (judgement.shadow !== null) {
          followShadowOf(state, judgement.shadow, judgement.rejection.gate, context.timeMs, context)
        }
        context.store.put(state)
      },
    },
    onTimer(slot, context) {
      const state = context.store.get()
      if (state === undefined) return
      const [what, about] = slot.split(':')
      if (what === 'decided') {
        const waited = state.awaiting.find(({ candidate }) => candidate.id === about)
        if (waited === undefined) return
        state.awaiting = state.awaiting.filter((one) => one !== waited)
        followShadowOf(state, waited.candidate, deskGate, waited.sinceMs, context)
      } else {
        step(state, context, (position) =>
          position.id === about ? followTime(position, context.timeMs, config) : held(position),
        )
      }
      context.store.put(state)
    },
  })

  /** At most one open shadow per direction and gate. */
  function followShadowOf(
    state: State,
    candidate: Candidate,
    gate: string,
    decidedMs: number,
    context: Context,
  ): void {
    const side = candidate.direction
    if (state.followed.some((one) => one.gate === gate && one.position.side === side)) return
    follow(
      state,
      followShadow(candidate, gate, decidedMs, decidedMs + latencyMs, ageMaxMs),
      context,
    )
  }

  function step(state: State, context: Context, move: (position: Position) => FollowStep): void {
    let ended = false
    for (const one of state.followed) {
      const { reviewAtMs } = one.position
      const { position, exit, lapsed } = move(one.position)
      one.position = position
      if (exit === null && !lapsed) {
        if (position.reviewAtMs < reviewAtMs)
          context.wakeAt(position.reviewAtMs, reviewSlot(position))
        continue
      }
      ended = true
      one.position = { ...position, expiresAtMs: Number.NEGATIVE_INFINITY }
      context.cancelWake(`expiry:${position.id}`)
      if (reviewAtMs !== Number.POSITIVE_INFINITY) context.cancelWake(reviewSlot(position))
      if (exit !== null) context.emit(outcomeOf({ ...one, position }, exit, state.funding, market))
    }
    if (ended) {
      state.followed = state.followed.filter(
        ({ position }) => position.expiresAtMs !== Number.NEGATIVE_INFINITY,
      )
    }
    context.store.put(state)
  }
}

function follow(state: State, followed: Followed, context: Context): void {
  state.followed.push(followed)
  context.wakeAt(followed.position.expiresAtMs, `expiry:${followed.position.id}`)
}

/** A market that sleeps does not put the time exit off. */
function reviewSlot({ id }: Position): string {
  return `review:${id}`
}

function emptyState(): State {
  return { followed: [], awaiting: [], funding: [], baseMs: Number.POSITIVE_INFINITY }
}
