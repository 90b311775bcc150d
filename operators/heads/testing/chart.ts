import type { Candle, FeatureVector } from '../../../schemas/contracts.generated.ts'
import type { FeatureValues } from '../../features/indicator.ts'
import { createFeatureValues } from '../../features/testing/feature-values.ts'
import { type Timeframe, timeframeMs } from '../../timeframe.ts'
import type { HeadInput } from '../head.ts'

/** A quiet hour: outside of any session that a head looks for. */
export const closeTimeMs = Date.UTC(2025, 4, 7, 20)

export interface Bar {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

export function bar(open: number, high: number, low: number, close: number, volume = 10): Bar {
  return { open, high, low, close, volume }
}

/** Closes on straight lines: from the start to each target in so many candles. */
export function legs(start: number, ...targets: readonly (readonly [number, number])[]): Bar[] {
  const bars: Bar[] = []
  let from = start
  for (const [target, count] of targets) {
    for (let step = 1; step <= count; step += 1) {
      const open = bars.at(-1)?.close ?? start
      const close = from + ((target - from) * step) / count
      bars.push(bar(open, Math.max(open, close), Math.min(open, close), close))
    }
    from = target
  }
  return bars
}

/** The same chart upside down around a price. */
export function mirrored(bars: readonly Bar[], around: number): Bar[] {
  return bars.map(({ open, high, low, close, volume }) =>
    bar(2 * around - open, 2 * around - low, 2 * around - high, 2 * around - close, volume),
  )
}

/** The last of them closes at the time given. */
export function candlesOf(
  bars: readonly Bar[],
  timeframe: Timeframe,
  lastCloseMs = closeTimeMs,
): readonly Candle[] {
  const length = timeframeMs[timeframe]
  // Spelled out: spreading a bar into so many fields takes most of the time of a thousand charts.
  return bars.map(({ open, high, low, close, volume }, index) => ({
    symbol: 'BTCUSDT',
    timeframe,
    open_time: lastCloseMs - (bars.length - index) * length,
    open,
    high,
    low,
    close,
    volume,
    quote_volume: null,
    trades: null,
    taker_buy_volume: null,
    origin: 'KLINE',
    synthetic: false,
    revision: 0,
    receive_time: lastCloseMs,
    complete: true,
    reanchored: false,
  }))
}

/** Once for the thousands of charts of a test. */
const blankFeatures = createFeatureValues()

export function vectorOf(
  timeframe: Timeframe,
  close: number,
  values: Partial<FeatureValues>,
  lastCloseMs = closeTimeMs,
): FeatureVector {
  return {
    symbol: 'BTCUSDT',
    timeframe,
    open_time: lastCloseMs - timeframeMs[timeframe],
    close_time: lastCloseMs,
    candle_revision: 0,
    close,
    rebuilt: false,
    ...blankFeatures,
    ...values,
  }
}

export interface Drawing {
  readonly bars?: readonly Bar[]
  readonly hourly?: readonly Bar[]
  /** Of 15m; an ATR of 1 unless given. */
  readonly features?: Partial<FeatureValues>
  readonly hourlyFeatures?: Partial<FeatureValues>
  /** Of timeframes beyond 1h, with an ATR of 2. */
  readonly longer?: { readonly [timeframe in Timeframe]?: readonly Bar[] }
  readonly context?: HeadInput['context']
  readonly closeTimeMs?: number
}

/** What a head is given on a drawn chart whose newest candle has just closed. */
export function draw(drawing: Drawing): HeadInput {
  const { bars = [], hourly, features, hourlyFeatures, context = {} } = drawing
  const at = drawing.closeTimeMs ?? closeTimeMs
  const close = bars.at(-1)?.close ?? 0
  const longer = Object.entries(drawing.longer ?? {}) as [Timeframe, readonly Bar[]][]
  return {
    symbol: 'BTCUSDT',
    trigger: '15m',
    analysis: '1h',
    closeTimeMs: at,
    candles: {
      ...Object.fromEntries(longer.map(([name, drawn]) => [name, candlesOf(drawn, name, at)])),
      '15m': candlesOf(bars, '15m', at),
      ...(hourly === undefined ? {} : { '1h': candlesOf(hourly, '1h', at) }),
    },
    features: {
      ...Object.fromEntries(
        longer.map(([name]) => [name, vectorOf(name, close, { atr_14: 2 }, at)]),
      ),
      '15m': vectorOf('15m', close, { atr_14: 1, ...features }, at),
      ...(hourlyFeatures === undefined ? {} : { '1h': vectorOf('1h', close, hourlyFeatures, at) }),
    },
    context,
  }
}

export function known(value: number, ageMs = 0): { value: number; eventTimeMs: number } {
  return { value, eventTimeMs: closeTimeMs - ageMs }
}
