import type { Candle, CandleOrigin } from '../../schemas/contracts.generated.ts'
import { type Timeframe, timeframeMs } from '../timeframe.ts'

/** Candles of a stretch of the grid, side by side as numbers. Plain data, changed in place. */
export interface KeptCandles {
  /** Open time of the first place. */
  readonly firstMs: number
  readonly timeframe: Timeframe
  /** Place after place the numbers of one candle; the first of them is NaN where there is none. */
  readonly values: Float64Array
}

/** Candles in a stretch. */
export const stretchCandles = 60
const numbersPerCandle = 10
const origins: readonly CandleOrigin[] = ['TICKS', 'KLINE', 'BACKFILL']

/** Number of the stretch in which a candle lies. */
export function stretchOf(openMs: number, timeframe: Timeframe): number {
  return Math.floor(openMs / (stretchCandles * timeframeMs[timeframe]))
}

export function createKept(stretch: number, timeframe: Timeframe): KeptCandles {
  return {
    firstMs: stretch * stretchCandles * timeframeMs[timeframe],
    timeframe,
    values: new Float64Array(stretchCandles * numbersPerCandle).fill(Number.NaN),
  }
}

/** Puts a candle in its place, or in that of its revision before. */
export function keepCandle({ firstMs, timeframe, values }: KeptCandles, candle: Candle): void {
  const at = ((candle.open_time - firstMs) / timeframeMs[timeframe]) * numbersPerCandle
  values[at] = candle.open
  values[at + 1] = candle.high
  values[at + 2] = candle.low
  values[at + 3] = candle.close
  values[at + 4] = candle.volume
  values[at + 5] = candle.quote_volume ?? Number.NaN
  values[at + 6] = candle.trades ?? Number.NaN
  values[at + 7] = candle.taker_buy_volume ?? Number.NaN
  values[at + 8] = candle.receive_time
  values[at + 9] =
    candle.revision * 16 +
    (candle.reanchored ? 8 : 0) +
    (candle.synthetic ? 4 : 0) +
    origins.indexOf(candle.origin)
}

/** What is kept with open times from one to before another, oldest first. */
export function keptCandles(
  { firstMs, timeframe, values }: KeptCandles,
  symbol: string,
  fromMs: number,
  untilMs: number,
): Candle[] {
  const stepMs = timeframeMs[timeframe]
  const candles: Candle[] = []
  const first = Math.max(0, Math.ceil((fromMs - firstMs) / stepMs))
  const end = Math.min(stretchCandles, Math.ceil((untilMs - firstMs) / stepMs))
  for (let place = first; place < end; place++) {
    const at = place * numbersPerCandle
    const value = (number: number): number => values[at + number] as number
    if (Number.isNaN(value(0))) continue
    const marks = value(9)
    candles.push({
      symbol,
      timeframe,
      open_time: firstMs + place * stepMs,
      open: value(0),
      high: value(1),
      low: value(2),
      close: value(3),
      volume: value(4),
      quote_volume: orAbsent(value(5)),
      trades: orAbsent(value(6)),
      taker_buy_volume: orAbsent(value(7)),
      origin: origins[marks & 3] as CandleOrigin,
      synthetic: (marks & 4) !== 0,
      revision: Math.floor(marks / 16),
      receive_time: value(8),
      complete: true,
      reanchored: (marks & 8) !== 0,
    })
  }
  return candles
}

function orAbsent(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
