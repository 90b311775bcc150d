import type { Candle } from '../../../schemas/contracts.generated.ts'

/** The naive forms that the batch references share. Slow on purpose: each value from its own definition. */
export const closes = (candles: readonly Candle[]) => candles.map((candle) => candle.close)

export const typicals = (candles: readonly Candle[]) =>
  candles.map((candle) => (candle.high + candle.low + candle.close) / 3)

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

export const mean = (values: readonly number[]) => sum(values) / values.length

/** The value of each full window of `length`, by its last index; null before. */
export function rolling<Item>(
  items: readonly Item[],
  length: number,
  value: (window: readonly Item[]) => number | null,
): (number | null)[] {
  return items.map((_, index) =>
    index + 1 < length ? null : value(items.slice(index + 1 - length, index + 1)),
  )
}

/** Seeded with the mean of the first `period` values from `start`, then weighing each by `weight`. */
export function smoothed(
  values: readonly number[],
  period: number,
  weight: number,
  start = 0,
): (number | null)[] {
  const out: (number | null)[] = []
  let average = 0
  values.forEach((value, index) => {
    const first = start + period - 1
    if (index === first) average = mean(values.slice(start, index + 1))
    if (index > first) average = weight * value + (1 - weight) * average
    out.push(index < first ? null : average)
  })
  return out
}

/** True ranges; the first is that of the candle alone. */
export function trueRanges(candles: readonly Candle[]): number[] {
  return candles.map(({ high, low }, index) => {
    const before = candles[index - 1]?.close ?? low
    return Math.max(high, before) - Math.min(low, before)
  })
}
