import type { Candle } from '../../schemas/contracts.generated.ts'
import type { Timeframe } from '../timeframe.ts'

/** A candle that is still being summed up: the hottest state of the aggregation, changed in place. */
type Sum = { -readonly [field in keyof Candle]: Candle[field] }

/** A higher-timeframe candle while its parts come in. Who emits `sum` emits a copy. */
export interface Bucket {
  readonly openMs: number
  readonly sum: Sum
  /** Open time of its first and last part. */
  firstMs: number
  lastMs: number
  parts: number
}

export function startBucket(timeframe: Timeframe, openMs: number, part: Candle): Bucket {
  return {
    openMs,
    sum: { ...part, timeframe, open_time: openMs, revision: 0, complete: false },
    firstMs: part.open_time,
    lastMs: part.open_time,
    parts: 1,
  }
}

export function addPart(bucket: Bucket, part: Candle): void {
  const { sum } = bucket
  if (part.high > sum.high) sum.high = part.high
  if (part.low < sum.low) sum.low = part.low
  sum.close = part.close
  sum.volume += part.volume
  sum.quote_volume = plus(sum.quote_volume, part.quote_volume)
  sum.trades = plus(sum.trades, part.trades)
  sum.taker_buy_volume = plus(sum.taker_buy_volume, part.taker_buy_volume)
  if (sum.origin !== part.origin) sum.origin = 'KLINE'
  markFrom(sum, part)
  bucket.lastMs = part.open_time
  bucket.parts++
}

/** Replaces a part by its next revision. A revision only adds trades, so extremes only widen. */
export function revisePart(bucket: Bucket, before: Candle, after: Candle): void {
  const { sum } = bucket
  if (after.open_time === bucket.firstMs) sum.open = after.open
  if (after.high > sum.high) sum.high = after.high
  if (after.low < sum.low) sum.low = after.low
  if (after.open_time === bucket.lastMs) sum.close = after.close
  sum.volume += after.volume - before.volume
  sum.quote_volume = plus(sum.quote_volume, minus(after.quote_volume, before.quote_volume))
  sum.trades = plus(sum.trades, minus(after.trades, before.trades))
  const taken = minus(after.taker_buy_volume, before.taker_buy_volume)
  sum.taker_buy_volume = plus(sum.taker_buy_volume, taken)
  markFrom(sum, after)
}

function markFrom(sum: Sum, part: Candle): void {
  if (!part.synthetic) sum.synthetic = false
  if (part.receive_time > sum.receive_time) sum.receive_time = part.receive_time
  if (part.reanchored) sum.reanchored = true
}

/** Absent plus anything is absent: a sum with a hole is not a sum. */
function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b
}
