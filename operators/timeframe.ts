/** The timeframes of candles, shortest first, and their lengths. */
export const timeframes = ['1m', '5m', '15m', '1h', '4h', '1d'] as const

export type Timeframe = (typeof timeframes)[number]

export const minuteMs = 60_000

export const timeframeMs: { readonly [timeframe in Timeframe]: number } = {
  '1m': minuteMs,
  '5m': 5 * minuteMs,
  '15m': 15 * minuteMs,
  '1h': 60 * minuteMs,
  '4h': 240 * minuteMs,
  '1d': 1_440 * minuteMs,
}

export function isTimeframe(text: string): text is Timeframe {
  return (timeframes as readonly string[]).includes(text)
}
