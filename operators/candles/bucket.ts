import type { Candle } from '../../schemas/contracts.generated.ts'
import type { Timeframe } from '../timeframe.ts'

/** A candle that is still being summed up: the hottest state of the aggregation, changed in place. */
export type Sum = { -readonly [field in keyof Candle]: Candle[field] }

/** A higher-timeframe candle while its parts come in. */
export interface Bucket {
  readonly openMs: number
  /** The parts that can no longer be revised; the others are summed up when it closes. */
  settled: Sum | null
  settledParts: number
}

/** Adds a part that will not change any more. */
export function settlePart(bucket: Bucket, timeframe: Timeframe, part: Candle): void {
  if (bucket.settled === null) bucket.settled = startSum(timeframe, bucket.openMs, part)
  else addPart(bucket.settled, part)
  bucket.settledParts++
}

/**
 * What a bucket's parts come to, those that are still open behind the settled ones; the same as if
 * all had been added in their order.
 */
export function closeBucket(
  bucket: Bucket,
  timeframe: Timeframe,
  open: readonly Candle[],
  expectedParts: number,
): Candle | undefined {
  let sum: Sum | undefined = bucket.settled === null ? undefined : { ...bucket.settled }
  for (const part of open) {
    if (sum === undefined) sum = startSum(timeframe, bucket.openMs, part)
    else addPart(sum, part)
  }
  if (sum === undefined) return undefined
  sum.complete = bucket.settledParts + open.length === expectedParts
  return sum
}

function startSum(timeframe: Timeframe, openMs: number, part: Candle): Sum {
  return { ...part, timeframe, open_time: openMs, revision: 0, complete: false }
}

function addPart(sum: Sum, part: Candle): void {
  if (part.high > sum.high) sum.high = part.high
  if (part.low < sum.low) sum.low = part.low
  sum.close = part.close
  sum.volume += part.volume
  sum.quote_volume = plus(sum.quote_volume, part.quote_volume)
  sum.trades = plus(sum.trades, part.trades)
  sum.taker_buy_volume = plus(sum.taker_buy_volume, part.taker_buy_volume)
  if (sum.origin !== part.origin) sum.origin = 'KLINE'
  if (!part.synthetic) sum.synthetic = false
  if (part.receive_time > sum.receive_time) sum.receive_time = part.receive_time
  if (part.reanchored) sum.reanchored = true
}

/** Absent plus anything is absent: a sum with a hole is not a sum. */
function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b
}
