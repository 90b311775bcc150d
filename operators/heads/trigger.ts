import type { Candle } from '../../schemas/contracts.generated.ts'
import type { FeatureName } from '../features/indicator.ts'
import { type Timeframe, timeframeMs } from '../timeframe.ts'
import type { HeadInput } from './head.ts'
import type { Refusal } from './vote.ts'

/** The candles a vote is cast on, and the unit in which distances on them are measured. */
export interface Trigger {
  readonly candles: readonly Candle[]
  readonly last: Candle
  /** ATR14 of the trigger timeframe. */
  readonly atr: number
}

/** The candles of the trigger timeframe, or why there is no voting on them. */
export function readTrigger(input: HeadInput, candlesMin: number): Trigger | Refusal {
  const { trigger } = input
  const candles = input.candles[trigger] ?? []
  const last = candles.at(-1)
  const atr = input.features[trigger]?.atr_14 ?? null
  if (last === undefined || candles.length < candlesMin || atr === null) {
    return { validity: 'WARMING', reason: `${candles.length} of ${candlesMin} ${trigger} candles` }
  }
  const closeTimeMs = last.open_time + timeframeMs[trigger]
  if (closeTimeMs < input.closeTimeMs) {
    const minutes = (input.closeTimeMs - closeTimeMs) / 60_000
    return { validity: 'STALE', reason: `newest ${trigger} candle closed ${minutes} min before` }
  }
  if (atr === 0) return { validity: 'NO_DATA', reason: 'price did not move in 14 candles' }
  return { candles, last, atr }
}

/** A feature, or null and a note of its absence. */
export function readFeature(
  input: HeadInput,
  timeframe: Timeframe,
  name: FeatureName,
  absent: string[],
): number | null {
  const value = input.features[timeframe]?.[name] ?? null
  if (value === null) absent.push(`${timeframe}.${name}`)
  return value
}
