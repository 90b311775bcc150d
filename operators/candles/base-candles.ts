import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle, Kline } from '../../schemas/contracts.generated.ts'
import { minuteMs, type Timeframe, timeframeMs } from '../timeframe.ts'
import { type Coverage, cover, covers } from './coverage.ts'
import { type DoubtfulMinutes, doubt, settleDoubt } from './doubtful-minutes.ts'
import { agrees, candleOfKline, klineFault } from './kline-rules.ts'
import {
  addTrade,
  candleOfTrades,
  carriedCandle,
  isGapless,
  type Minute,
  startMinute,
  syntheticCandle,
} from './minute.ts'
import type { ValidTrade } from './validate-trades.ts'

export interface BaseCandlesOptions {
  readonly id: string
  /** How long after its close a minute waits for trades (`candles.grace`). */
  readonly graceMs: number
  /** How long a final candle may still be revised (`revision.max`). */
  readonly revisionMaxMs: number
  /** After so many minutes without a trade no more are written. */
  readonly quietMinutesMax: number
}

/** A final candle that may still be revised, with its trades where it has any. */
interface Final {
  candle: Candle
  minute: Minute | null
  gapless: boolean
}

interface State {
  /** The shortest interval seen; only its candles count. */
  baseMs: number
  /** Minutes whose close + grace has not come. */
  open: Minute[]
  /** By open time, oldest first. */
  final: Final[]
  /** Open times of all candles ever emitted. */
  covered: Coverage
  /** Minutes behind their revision time whose trades may not have been all: a kline fetched later still repairs them. */
  doubtful: DoubtfulMinutes
  /** The minute whose close is timed; NaN while no trades come. */
  timedMs: number
  lastClose: number
  lastReceiveMs: number
  greatestId: number
  quiet: number
}

type Context = OperatorContext<Candle, State>

/**
 * Trades and klines to final candles of the shortest interval there is. Trades make 1m candles,
 * final when the clock passes close + grace; each later trade makes a revision until
 * `revisionMaxMs`, then it is a dead letter. A minute whose trade ids have no gap wins over its
 * kline as the exchange streamed it; any other gives way to it, to one that was fetched later (`BACKFILL`) at any time.
 * One is fetched later because trades are missing, at the end of a minute maybe, where no id tells: it always wins. A kline without trades
 * is a candle of its own interval, as long as nothing shorter has come: no candle is ever told twice.
 * What fills a hole behind candles that were told is a revision, though nothing was told there before: nobody takes it
 * for news.
 */
export function baseCandles(options: BaseCandlesOptions) {
  const { id, graceMs, revisionMaxMs, quietMinutesMax } = options

  return defineJoin<{ trade: ValidTrade; kline: Kline }, Candle, State>({
    id,
    version: 2,
    // Version 1 remembered no doubtful minutes: what it told stays.
    migrate: (state) => ({ ...(state as State), doubtful: [] }),
    on: {
      trade(trade, context) {
        const eventMs = trade.event_time
        const openMs = eventMs - (eventMs % minuteMs)
        if (openMs + minuteMs + Math.max(graceMs, revisionMaxMs) <= context.timeMs) {
          context.reject(
            'late',
            `the minute of ${openMs} ended more than ${revisionMaxMs} ms before the clock, ${context.timeMs}`,
          )
          return
        }
        const state = context.store.get() ?? emptyState()
        adopt(state, minuteMs)
        const current = state.open[state.open.length - 1]
        if (current !== undefined && current.openMs === openMs) addTrade(current, trade)
        else if (openMs + minuteMs + graceMs > context.timeMs)
          addToOpen(state, openMs, trade, context)
        else revise(state, openMs, trade, context)
        context.store.put(state)
      },
      kline(kline, context) {
        const fault = klineFault(kline)
        if (fault !== undefined) {
          context.reject(fault.rule, fault.reason)
          return
        }
        const state = context.store.get() ?? emptyState()
        takeKline(state, kline, context)
        context.store.put(state)
      },
    },
    onTimer(_slot, context) {
      const state = context.store.get()
      if (state === undefined) return
      closeMinute(state, context)
      context.store.put(state)
    },
  })

  function addToOpen(state: State, openMs: number, trade: ValidTrade, context: Context): void {
    const known = state.open.find((minute) => minute.openMs === openMs)
    if (known !== undefined) {
      addTrade(known, trade)
      return
    }
    if (covers(state.covered, openMs)) {
      // A kline told this minute before its trades came.
      revise(state, openMs, trade, context)
      return
    }
    state.open.push(startMinute(openMs, trade))
    state.open.sort((a, b) => a.openMs - b.openMs)
    if (!(state.timedMs <= openMs)) {
      state.timedMs = openMs
      context.wakeAt(openMs + minuteMs + graceMs)
    }
  }

  function closeMinute(state: State, context: Context): void {
    const openMs = state.timedMs
    const minute = state.open[0]
    if (minute?.openMs === openMs) {
      state.open.shift()
      minute.revision = 0
      const gapless = isGapless(minute, state.greatestId)
      if (minute.leastId > state.greatestId + 1) doubtTail(state)
      state.greatestId = Math.max(state.greatestId, minute.greatestId)
      state.lastReceiveMs = Math.max(state.lastReceiveMs, minute.receiveMs)
      state.quiet = 0
      finish(state, candleOfTrades(context.key, minute), minute, gapless, context)
    } else if (!covers(state.covered, openMs)) {
      state.quiet++
      const receiveMs = Math.max(state.lastReceiveMs, openMs + minuteMs)
      finish(
        state,
        syntheticCandle(context.key, openMs, state.lastClose, receiveMs),
        null,
        false,
        context,
      )
    }
    if (state.quiet < quietMinutesMax || state.open.length > 0) {
      const nextMs =
        state.quiet < quietMinutesMax ? openMs + minuteMs : (state.open[0]?.openMs ?? openMs)
      state.timedMs = nextMs
      context.wakeAt(nextMs + minuteMs + graceMs)
    } else {
      state.timedMs = Number.NaN
      state.quiet = 0
    }
  }

  function finish(
    state: State,
    candle: Candle,
    minute: Minute | null,
    gapless: boolean,
    context: Context,
  ): void {
    dropUnrevisable(state, context)
    const { final } = state
    let at = final.length
    while (at > 0 && (final[at - 1]?.candle.open_time ?? 0) > candle.open_time) at--
    final.splice(at, 0, { candle, minute, gapless })
    cover(state.covered, candle.open_time, state.baseMs)
    tell(state, candle, context)
  }

  function dropUnrevisable({ final, baseMs, doubtful }: State, context: Context): void {
    const oldestMs = context.timeMs - revisionMaxMs - baseMs
    for (let first = final[0]; first !== undefined; first = final[0]) {
      const { candle, gapless } = first
      if (candle.open_time > oldestMs) return
      if (candle.origin === 'TICKS' && !gapless)
        doubt(doubtful, candle.open_time, baseMs, candle.revision)
      final.shift()
    }
  }

  /**
   * The newest candle tells at which price minutes without trades go on. One that is revised tells
   * it to those behind it again: as many as may still be revised, so no more than `revisionMaxMs` has.
   */
  function tell(state: State, candle: Candle, context: Context): void {
    const newest = state.final[state.final.length - 1]
    if (newest?.candle === candle) state.lastClose = candle.close
    context.emit(candle)
    const next = newest?.candle === candle ? undefined : behind(state, candle)
    if (next === undefined || next.candle.close === candle.close) return
    next.candle = carriedCandle(next.candle, candle)
    tell(state, next.candle, context)
  }

  function revise(state: State, openMs: number, trade: ValidTrade, context: Context): void {
    const known = state.final.find(({ candle }) => candle.open_time === openMs)
    context.count('revisions')
    if (known === undefined) {
      const minute = startMinute(openMs, trade)
      minute.revision = 0
      finish(state, candleOfTrades(context.key, minute), minute, false, context)
      return
    }
    if (known.candle.origin !== 'TICKS') {
      // The kline that replaced these trades already holds this one.
      context.count('late-under-kline')
      return
    }
    if (known.minute === null) known.minute = startMinute(openMs, trade)
    else addTrade(known.minute, trade)
    known.minute.revision = known.candle.revision + 1
    known.candle = candleOfTrades(context.key, known.minute)
    tell(state, known.candle, context)
  }

  function takeKline(state: State, kline: Kline, context: Context): void {
    const lengthMs = timeframeMs[kline.interval as Timeframe]
    if (!adopt(state, lengthMs)) {
      context.count('longer-klines')
      return
    }
    const openMs = kline.open_time
    dropUnrevisable(state, context)
    const known = state.final.find(({ candle }) => candle.open_time === openMs)
    if (known !== undefined) {
      compare(state, known, kline, context)
    } else if (state.timedMs <= openMs) {
      // It came before the minute's own close: its trades are still being counted.
      context.count('early-klines')
    } else if (openMs + lengthMs + revisionMaxMs <= context.timeMs && kline.origin === 'STREAM') {
      context.reject(
        'late',
        `the kline of ${openMs} came at ${context.timeMs}, after its revision time`,
      )
    } else if (covers(state.covered, openMs)) {
      repair(state, kline, context)
    } else {
      const isBehind = openMs < (state.covered.at(-1)?.untilMs ?? Number.NEGATIVE_INFINITY)
      if (isBehind) context.count('filled')
      finish(state, candleOfKline(kline, isBehind ? 1 : 0), null, false, context)
    }
  }

  /** Of a minute that was told long ago. */
  function repair({ doubtful, baseMs }: State, kline: Kline, context: Context): void {
    const revision =
      kline.origin === 'BACKFILL' ? settleDoubt(doubtful, kline.open_time, baseMs) : undefined
    if (revision === undefined) {
      context.count('repeated-klines')
      return
    }
    context.count('repaired')
    context.emit(candleOfKline(kline, revision + 1))
  }

  function compare(state: State, known: Final, kline: Kline, context: Context): void {
    if (agrees(known.candle, kline)) {
      context.count('agreeing-klines')
      return
    }
    context.count('differing-klines')
    if (known.gapless && known.candle.origin === 'TICKS' && kline.origin === 'STREAM') return
    known.candle = candleOfKline(kline, known.candle.revision + 1)
    tell(state, known.candle, context)
  }
}

/** Ids are missing between two minutes: the older one may lack its last trades. */
function doubtTail({ final }: State): void {
  for (let at = final.length - 1; at >= 0; at--) {
    const one = final[at]
    if (one === undefined || one.minute === null) continue
    one.gapless = false
    return
  }
}

/** The minute without a trade that follows directly. */
function behind({ final, baseMs }: State, { open_time: openMs }: Candle): Final | undefined {
  return final.find(({ candle }) => candle.synthetic && candle.open_time === openMs + baseMs)
}

/** Whether records of this interval count; the first of a shorter one begins anew. */
function adopt(state: State, lengthMs: number): boolean {
  if (lengthMs >= state.baseMs) return lengthMs === state.baseMs
  state.baseMs = lengthMs
  state.final = []
  state.covered = []
  state.doubtful = []
  return true
}

function emptyState(): State {
  return {
    baseMs: Number.POSITIVE_INFINITY,
    open: [],
    final: [],
    covered: [],
    doubtful: [],
    timedMs: Number.NaN,
    lastClose: 0,
    lastReceiveMs: 0,
    greatestId: -1,
    quiet: 0,
  }
}
