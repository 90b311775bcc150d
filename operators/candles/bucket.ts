import type { Candle } from '../../schemas/contracts.generated.ts'
import type { Timeframe } from '../timeframe.ts'

/** A higher-timeframe candle while its parts come in. */
export interface Bucket {
  readonly openMs: number
  candle: Candle
  /** Open time of its first and last part. */
  firstMs: number
  lastMs: number
  parts: number
}

export function startBucket(timeframe: Timeframe, openMs: number, part: Candle): Bucket {
  return {
    openMs,
    candle: { ...part, timeframe, open_time: openMs, revision: 0, complete: false },
    firstMs: part.open_time,
    lastMs: part.open_time,
    parts: 1,
  }
}

export function addPart(bucket: Bucket, part: Candle): void {
  const sum = bucket.candle
  bucket.candle = {
    ...sum,
    high: Math.max(sum.high, part.high),
    low: Math.min(sum.low, part.low),
    close: part.close,
    volume: sum.volume + part.volume,
    quote_volume: plus(sum.quote_volume, part.quote_volume),
    trades: plus(sum.trades, part.trades),
    taker_buy_volume: plus(sum.taker_buy_volume, part.taker_buy_volume),
    origin: sum.origin === part.origin ? sum.origin : 'KLINE',
    synthetic: sum.synthetic && part.synthetic,
    receive_time: Math.max(sum.receive_time, part.receive_time),
    reanchored: sum.reanchored || part.reanchored,
  }
  bucket.lastMs = part.open_time
  bucket.parts++
}

/** Replaces a part by its next revision. A revision only adds trades, so extremes only widen. */
export function revisePart(bucket: Bucket, before: Candle, after: Candle): void {
  const sum = bucket.candle
  bucket.candle = {
    ...sum,
    open: after.open_time === bucket.firstMs ? after.open : sum.open,
    high: Math.max(sum.high, after.high),
    low: Math.min(sum.low, after.low),
    close: after.open_time === bucket.lastMs ? after.close : sum.close,
    volume: sum.volume + (after.volume - before.volume),
    quote_volume: plus(sum.quote_volume, minus(after.quote_volume, before.quote_volume)),
    trades: plus(sum.trades, minus(after.trades, before.trades)),
    taker_buy_volume: plus(
      sum.taker_buy_volume,
      minus(after.taker_buy_volume, before.taker_buy_volume),
    ),
    synthetic: sum.synthetic && after.synthetic,
    receive_time: Math.max(sum.receive_time, after.receive_time),
    reanchored: sum.reanchored || after.reanchored,
  }
}

/** Absent plus anything is absent: a sum with a hole is not a sum. */
function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b
}
