import type { Candle } from '../../../schemas/contracts.generated.ts'
import { advanceHistory, type CandleHistory, createHistory } from '../candle-history.ts'
import type { FeatureName, Indicator } from '../indicator.ts'

export interface Row {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly takerBuyVolume?: number | null
}

export type Series = readonly (number | null)[]

/** What a formula gives for all candles at once, by feature. */
export type Batch = (candles: readonly Candle[]) => { readonly [name in FeatureName]?: Series }

const hourMs = 3_600_000

/** Hourly candles from the start of a UTC day. */
export function candlesOf(rows: readonly Row[], startMs = 0): readonly Candle[] {
  return rows.map((row, index) => ({
    symbol: 'BTCUSDT',
    timeframe: '1h',
    open_time: startMs + index * hourMs,
    open: row.open,
    high: row.high,
    low: row.low,
    close: row.close,
    volume: row.volume,
    quote_volume: null,
    trades: null,
    taker_buy_volume: row.takerBuyVolume ?? null,
    origin: 'KLINE',
    synthetic: row.volume === 0,
    revision: 0,
    receive_time: startMs + (index + 1) * hourMs,
    complete: true,
    reanchored: false,
  }))
}

/** Candles that close at the prices given, half a unit of range around them. */
export function closesOf(closes: readonly number[], volume = 1): readonly Candle[] {
  return candlesOf(
    closes.map((close) => ({ open: close, high: close + 0.5, low: close - 0.5, close, volume })),
  )
}

/** `count` candles without a trade. */
export function flatCandles(count: number, price = 100): readonly Candle[] {
  return candlesOf(
    Array.from({ length: count }, () => ({
      open: price,
      high: price,
      low: price,
      close: price,
      volume: 0,
    })),
  )
}

/** What an indicator alone keeps, with the candles that it reads in common with others. */
export interface IndicatorState {
  readonly numbers: Float64Array
  readonly history: CandleHistory
}

/** Not at the start of its array, as in the catalogue. */
const place = 3

export function createIndicatorState({ size }: Indicator): IndicatorState {
  return { numbers: new Float64Array(place + size), history: createHistory() }
}

/** Feeds an indicator candle by candle from a given state. */
export function runIndicator(
  indicator: Indicator,
  candles: readonly Candle[],
  { numbers, history }: IndicatorState = createIndicatorState(indicator),
): { readonly [name in FeatureName]?: Series } {
  const { names } = indicator
  const out = new Float64Array(names.length)
  const series = names.map((): (number | null)[] => [])
  for (const candle of candles) {
    advanceHistory(history, candle)
    indicator.update(numbers, place, candle, history, out, 0)
    out.forEach((value, at) => {
      series[at]?.push(Number.isNaN(value) ? null : value)
    })
  }
  return Object.fromEntries(names.map((name, at) => [name, series[at] ?? []]))
}
