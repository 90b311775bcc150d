import { contentId } from '../../engine/core/identity.ts'
import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type {
  Candidate,
  Control,
  Outcome,
  PriceTime,
  Rejection,
  Setting,
  Signal,
  Status,
  Weights,
} from '../../schemas/contracts.generated.ts'
import { type Preset, presets } from '../consensus/presets.ts'
import {
  advanceBrakes,
  type BrakeState,
  brakeOnOutcome,
  drawdownPct,
  haltByPerson,
  initialBrakes,
  resumeByPerson,
} from '../desk/brakes.ts'
import { dataAge } from '../desk/data-age.ts'
import { runDeskGates } from '../desk/desk-gates.ts'
import {
  type DeskState,
  initialDesk,
  openTotals,
  withoutSignal,
  withSignal,
} from '../desk/desk-state.ts'
import { chooseLeverage, leverageDefaults } from '../desk/leverage.ts'
import { type Size, sizePosition } from '../desk/money.ts'
import type { Verdict } from '../gates/verdict.ts'
import { costDefaults, lossAtStopPct } from '../positions/levels.ts'
import { minuteMs } from '../timeframe.ts'
import { presetOf, type TradingSettings } from './trading-settings.ts'

export type Decision =
  | { readonly kind: 'signal'; readonly signal: Signal }
  | { readonly kind: 'rejection'; readonly rejection: Rejection }
  | { readonly kind: 'status'; readonly status: Status }

interface State {
  desk: DeskState
  brakes: BrakeState
  outcomes: number
  wins: number
  weightsVersion: number
  preset: Preset
  /** A preset that is decided and not yet in force. */
  next: { readonly preset: Preset; readonly fromMs: number } | null
  /** When the newest price of each symbol was made, as far as the market has told. */
  priceTimes: { [symbol: string]: number }
}

type Context = OperatorContext<Decision, State>

const statusTimer = 'status'

/**
 * The desk: decides each candidate over all symbols, sizes it, and keeps the brakes. One task, so
 * that cool-downs, limits and sums see every symbol in one order.
 */
export function decide({
  id,
  settings,
}: {
  readonly id: string
  readonly settings: TradingSettings
}) {
  const { market, mode, latencyMs, statusEveryMs } = settings
  const costs = costDefaults[market]
  /** A signal that never found an entry, nor an outcome, is let go of an hour after its age. */
  const lostAfterMs = (settings.signalAgeMaxHours + 1) * 60 * minuteMs

  return defineJoin<
    {
      control: Control
      setting: Setting
      weights: Weights
      priceTime: PriceTime
      outcome: Outcome
      candidate: Candidate
    },
    Decision,
    State
  >({
    id,
    version: 2,
    migrate: (state) => ({ ...(state as Omit<State, 'priceTimes'>), priceTimes: {} }),
    on: {
      control({ command, who, why }, context) {
        const state = stateOf(context)
        if (command === 'halt') state.brakes = haltByPerson(state.brakes, `${who}: ${why}`)
        else if (command === 'resume') state.brakes = resumeByPerson(state.brakes)
        keep(state, context)
        if (command === 'halt' || command === 'resume') emitStatus(state, context)
      },
      setting(setting, context) {
        const preset = presetOf(setting)
        if (preset === undefined) return
        const state = stateOf(context)
        state.next = { preset, fromMs: setting.effective_from }
        keep(state, context)
      },
      weights({ version }, context) {
        const state = stateOf(context)
        state.weightsVersion = version
        keep(state, context)
      },
      priceTime({ symbol, price_time: priceMs }, context) {
        const state = stateOf(context)
        state.priceTimes[symbol] = priceMs
        keep(state, context)
      },
      outcome(outcome, context) {
        if (outcome.kind !== 'real') return
        const state = stateOf(context)
        state.desk = withoutSignal(state.desk, outcome.candidate_id)
        context.cancelWake(`lost:${outcome.candidate_id}`)
        state.brakes = brakeOnOutcome(state.brakes, outcome, context.timeMs)
        state.outcomes++
        if (outcome.won) state.wins++
        keep(state, context)
      },
      candidate(candidate, context) {
        const state = stateOf(context)
        decideOn(candidate, state, context)
        keep(state, context)
      },
    },
    onTimer(slot, context) {
      const state = stateOf(context)
      if (slot === statusTimer) {
        emitStatus(state, context)
        context.wakeAt(nextStatusMs(context.timeMs), statusTimer)
      } else state.desk = withoutSignal(state.desk, slot.slice('lost:'.length))
      keep(state, context)
    },
  })

  function stateOf(context: Context): State {
    const known = context.store.get()
    if (known === undefined) context.wakeAt(nextStatusMs(context.timeMs), statusTimer)
    const state: State = known ?? {
      desk: initialDesk,
      brakes: initialBrakes(settings.equity, context.timeMs),
      outcomes: 0,
      wins: 0,
      weightsVersion: 0,
      preset: presets[settings.preset],
      next: null,
      priceTimes: {},
    }
    state.brakes = advanceBrakes(state.brakes, context.timeMs)
    if (state.next !== null && state.next.fromMs <= context.timeMs) {
      state.preset = state.next.preset
      state.next = null
    }
    return state
  }

  function keep(state: State, context: Context): void {
    context.store.put(state)
  }

  function nextStatusMs(nowMs: number): number {
    return (Math.floor(nowMs / statusEveryMs) + 1) * statusEveryMs
  }

  function decideOn(candidate: Candidate, state: State, context: Context): void {
    const { timeMs } = context
    const stopPct =
      (Math.abs(candidate.reference_price - candidate.stop_loss) / candidate.reference_price) * 100
    const atrPct = candidate.hour_atr_pct ?? candidate.atr_pct
    const { leverage } = chooseLeverage(
      { kind: market, atrPct, confidence: candidate.confidence, stopPct },
      { ...leverageDefaults, auto: settings.autoLeverage, leverageMax: settings.leverageMax },
    )
    const size = sizePosition({
      account: {
        equity: state.brakes.equity,
        ...openTotals(state.desk),
        outcomes: state.outcomes,
        wins: state.wins,
      },
      lossPct: lossAtStopPct(candidate.reference_price, candidate.stop_loss, costs),
      rewardRisk: candidate.reward_risk,
      leverage,
    })
    const desk = { ...state.desk, halt: state.brakes.halt }
    const run = runDeskGates({ candidate, desk, preset: state.preset, timeMs, size })
    if (run.refusal !== null) {
      const rejection = rejectionOf(candidate, run.refusal, run.results)
      context.emit({ kind: 'rejection', rejection }, candidate.symbol)
      return
    }
    state.desk = withSignal(state.desk, candidate, size, timeMs)
    context.wakeAt(timeMs + lostAfterMs, `lost:${candidate.id}`)
    const signal = signalOf(candidate, size, leverage, state.brakes.equity, timeMs)
    context.emit({ kind: 'signal', signal }, candidate.symbol)
  }

  function signalOf(
    candidate: Candidate,
    size: Size,
    leverage: number,
    equity: number,
    timeMs: number,
  ): Signal {
    return {
      id: contentId('signal', candidate.symbol, candidate.timeframe, candidate.candle_close_time),
      candidate_id: candidate.id,
      symbol: candidate.symbol,
      timeframe: candidate.timeframe,
      direction: candidate.direction,
      mode,
      signal_time: timeMs,
      entry_after: timeMs + latencyMs,
      valid_until: candidate.candle_close_time + 15 * minuteMs,
      reference_price: candidate.reference_price,
      take_profit: candidate.take_profit,
      stop_loss: candidate.stop_loss,
      leverage,
      notional: size.notional,
      risk_pct: size.riskPct,
      confidence: candidate.confidence,
      probability: candidate.probability,
      regime: candidate.regime,
      atr_pct: candidate.atr_pct,
      reward_risk: candidate.reward_risk,
      funding_rate: candidate.funding_rate,
      vote_id: candidate.vote_id,
      weights_version: candidate.weights_version,
      equity,
      votes: candidate.votes,
      levels_reason: candidate.levels_reason,
    }
  }

  function emitStatus(state: State, context: Context): void {
    const { halt, equity } = state.brakes
    context.emit(
      {
        kind: 'status',
        status: {
          time: context.timeMs,
          state: halt === null ? 'RUNNING' : 'HALTED',
          reason: halt?.reason ?? '',
          halted_until: halt?.untilMs ?? null,
          watermark: context.timeMs,
          mode,
          open_signals: state.desk.open.length,
          equity,
          drawdown_pct: drawdownPct(state.brakes),
          weights_version: state.weightsVersion,
          ...dataAge(state.priceTimes, context.timeMs),
        },
      },
      'status',
    )
  }
}

function rejectionOf(
  candidate: Candidate,
  { gate, value, threshold, note }: Verdict,
  results: readonly Verdict[],
): Rejection {
  return {
    id: contentId('rejection', candidate.id, 'DESK'),
    candidate_id: candidate.id,
    symbol: candidate.symbol,
    timeframe: candidate.timeframe,
    direction: candidate.direction,
    candle_close_time: candidate.candle_close_time,
    stage: 'DESK',
    gate,
    value,
    threshold,
    note,
    confidence: candidate.confidence,
    probability: candidate.probability,
    support: candidate.support,
    regime: candidate.regime,
    mode: candidate.mode,
    vote_id: candidate.vote_id,
    weights_version: candidate.weights_version,
    gates: [...candidate.gates, ...results],
  }
}
