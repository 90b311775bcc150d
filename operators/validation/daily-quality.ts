import { contentId } from '../../engine/core/identity.ts'
import { defineOperator, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle, RuleFindings, ValidationReport } from '../../schemas/contracts.generated.ts'
import { isTimeframe, type Timeframe, timeframeMs } from '../timeframe.ts'

export interface DailyQualityOptions {
  readonly id: string
  /** Most that a close may differ from the one before, per cent (`validation.changeMax`). */
  readonly changeMaxPct: number
  /** How long behind midnight a day's revisions are waited for (`revision.max`). */
  readonly revisionMaxMs: number
}

/** In the order of the report. The first three make a day invalid. */
const rules = ['gap', 'change', 'late', 'synthetic', 'reanchored', 'revised', 'repaired'] as const
type Rule = (typeof rules)[number]

interface Findings {
  offenders: number
  firstMs: number[]
  reasons: string[]
}

interface Day {
  readonly fromMs: number
  candles: number
  readonly found: { [rule in Rule]?: Findings }
}

interface State {
  /** The shortest interval seen; only its candles count. */
  base: Timeframe
  /** Open time of the candle that comes next where none is missing. */
  nextMs: number
  lastClose: number
  /** Oldest first: the day at hand, and the one before until it is told. */
  days: Day[]
}

type Context = OperatorContext<ValidationReport, State>

const dayMs = 86_400_000
/** Offenders of a rule that are told. */
const firstMax = 10
/** The freshness gate's limit (SPEC 3): what is received later makes no signal. */
const lateMs = 90_000

/**
 * A report on each symbol's base candles once a day, told when the day's revisions are over: the rules of `validateCandles` that only a
 * series can break, and how many candles were synthetic, revised or repaired. What breaks the other rules never becomes a candle: it is in the
 * dead letters.
 */
export function dailyQuality({ id, changeMaxPct, revisionMaxMs }: DailyQualityOptions) {
  return defineOperator<Candle, ValidationReport, State>({
    id,
    version: 1,
    onRecord(candle, context) {
      const { timeframe, revision } = candle
      if (!isTimeframe(timeframe)) return
      const known = context.store.get()
      if (known !== undefined && timeframeMs[timeframe] > timeframeMs[known.base]) return
      const state = known?.base === timeframe ? known : emptyState(timeframe, candle)
      if (revision > 0) takeRevision(state, candle)
      else if (candle.open_time >= state.nextMs) takeCandle(state, candle, context)
      else return
      context.store.put(state)
    },
    onTimer(_slot, context) {
      const state = context.store.get()
      if (state === undefined) return
      const done = state.days.filter(
        ({ fromMs }) => fromMs + dayMs + revisionMaxMs <= context.timeMs,
      )
      for (const day of done) context.emit(reportOf(state, day, context.key))
      state.days = state.days.filter((day) => !done.includes(day))
      context.store.put(state)
    },
  })

  function takeCandle(state: State, candle: Candle, context: Context): void {
    const { open_time: openMs, close } = candle
    const lengthMs = timeframeMs[state.base]
    const fromMs = openMs - (openMs % dayMs)
    let day = state.days.at(-1)
    if (day === undefined || day.fromMs < fromMs) {
      day = { fromMs, candles: 0, found: {} }
      state.days.push(day)
      context.wakeAt(fromMs + dayMs + revisionMaxMs, String(fromMs))
    }
    day.candles++
    // What is missing across midnight counts for the day of the candle that tells it.
    const missing = (openMs - state.nextMs) / lengthMs
    if (missing > 0) tell(day, 'gap', openMs, `${missing} missing before it`, missing)
    const changePct = 100 * (close / state.lastClose - 1)
    if (Math.abs(changePct) > changeMaxPct)
      tell(
        day,
        'change',
        openMs,
        `close ${close} is ${changePct.toFixed(1)} % from ${state.lastClose}`,
      )
    const lateByMs = candle.receive_time - openMs - lengthMs
    if (lateByMs > lateMs) tell(day, 'late', openMs, `received ${lateByMs} ms behind its close`)
    if (candle.synthetic) tell(day, 'synthetic', openMs, 'no trade')
    if (candle.reanchored) tell(day, 'reanchored', openMs, 'a jump of the price was accepted in it')
    state.nextMs = openMs + lengthMs
    state.lastClose = close
  }

  function takeRevision({ days, nextMs }: State, candle: Candle): void {
    const { open_time: openMs, revision, origin } = candle
    const day = days.find(({ fromMs }) => fromMs <= openMs && openMs < fromMs + dayMs)
    if (day === undefined || openMs >= nextMs) return
    if (origin === 'TICKS') tell(day, 'revised', openMs, `revision ${revision}`)
    else tell(day, 'repaired', openMs, `revision ${revision}, by a kline`)
  }
}

function tell({ found }: Day, rule: Rule, openMs: number, reason: string, offenders = 1): void {
  found[rule] ??= { offenders: 0, firstMs: [], reasons: [] }
  const findings = found[rule]
  findings.offenders += offenders
  if (findings.reasons.length === firstMax) return
  findings.firstMs.push(openMs)
  findings.reasons.push(reason)
}

function reportOf(
  { base }: State,
  { fromMs, candles, found }: Day,
  symbol: string,
): ValidationReport {
  return {
    id: contentId('validation', symbol, base, fromMs),
    symbol,
    timeframe: base,
    from_time: fromMs,
    to_time: fromMs + dayMs,
    candles,
    valid: found.gap === undefined && found.change === undefined && found.late === undefined,
    rules: rules.map((rule): RuleFindings => {
      const { offenders, firstMs, reasons } = found[rule] ?? {
        offenders: 0,
        firstMs: [],
        reasons: [],
      }
      return { rule, offenders, first_times: firstMs, reasons }
    }),
  }
}

function emptyState(base: Timeframe, { open_time: openMs, open }: Candle): State {
  return { base, nextMs: openMs, lastClose: open, days: [] }
}
