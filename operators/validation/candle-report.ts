import type { Kline } from '../../schemas/contracts.generated.ts'
import { klineFault } from '../candles/kline-rules.ts'
import { isTimeframe, timeframeMs } from '../timeframe.ts'
import { type RuleReport, RuleTally } from './rule-tally.ts'

export interface Offender {
  /** Place in the batch, from 0. */
  readonly at: number
  readonly openMs: number
  readonly reason: string
}

export interface CandleReport {
  readonly candles: number
  readonly valid: boolean
  /** Every rule, those without offenders too. */
  readonly rules: readonly RuleReport<CandleRule, Offender>[]
}

export interface CandleTerms {
  /** Most that a close may differ from the one before, per cent; SPEC 1 quarantines a trade from 50 % on. */
  readonly changeMaxPct: number
  /** Offenders of a rule that are told. */
  readonly firstMax: number
}

export const candleTerms: CandleTerms = { changeMaxPct: 50, firstMax: 10 }

/** In the order in which a candle is held to them: the first that it breaks is told. Beyond its own, those that take its neighbours. */
export const candleRules = [
  'interval',
  'grid',
  'price',
  'ohlc',
  'volume',
  'repeated',
  'order',
  'gap',
  'change',
] as const

type CandleRule = (typeof candleRules)[number]

/**
 * Holds candles of one symbol to the rules of the stream, and to those that only a batch can break: a time that comes again or goes back,
 * a time that is missing, and a close that lies too far from the one before. A gap is told by the candle behind it.
 */
export function validateCandles(
  candles: readonly Kline[],
  { changeMaxPct, firstMax }: CandleTerms = candleTerms,
): CandleReport {
  const tally = new RuleTally<CandleRule, Offender>(candleRules, firstMax)
  const tell = (rule: CandleRule, at: number, reason: string): void =>
    tally.tell(rule, { at, openMs: (candles[at] as Kline).open_time, reason })
  const seen = new Set<number>()
  let before: Kline | undefined
  for (const [at, candle] of candles.entries()) {
    const fault = klineFault(candle)
    if (fault !== undefined) {
      tell(fault.rule as CandleRule, at, fault.reason)
      continue
    }
    const { open_time: openMs, close, interval } = candle
    if (seen.has(openMs)) {
      tell('repeated', at, `open time ${openMs} came before`)
      continue
    }
    seen.add(openMs)
    if (before !== undefined && openMs < before.open_time) {
      tell('order', at, `open time ${openMs} is before ${before.open_time}, which came first`)
      continue
    }
    if (before !== undefined) {
      const stepMs = isTimeframe(interval) ? timeframeMs[interval] : Number.NaN
      const missing = (openMs - before.open_time) / stepMs - 1
      if (missing > 0)
        tell(
          'gap',
          at,
          missing === 1
            ? '1 candle is missing before it'
            : `${missing} candles are missing before it`,
        )
      const changePct = 100 * (close / before.close - 1)
      if (Math.abs(changePct) > changeMaxPct)
        tell('change', at, `close ${close} is ${changePct.toFixed(1)} % from ${before.close}`)
    }
    before = candle
  }
  return { candles: candles.length, ...tally.report() }
}
