import type { Candle } from '../../schemas/contracts.generated.ts'

export interface Swing {
  readonly index: number
  readonly price: number
  readonly kind: 'high' | 'low'
}

/**
 * The turning points: a high above the `reach` candles on its left and not below those on its right.
 * A swing is known only once `reach` candles have closed after it, so the newest are never among them.
 */
export function findSwings(candles: readonly Candle[], reach: number): Swing[] {
  const swings: Swing[] = []
  for (let index = reach; index < candles.length - reach; index += 1)
    addSwings(candles, index, reach, swings)
  return swings
}

/** The swings of candles to which one was added and from whose front `gone` were taken, from those of before. */
export function carrySwings(
  candles: readonly Candle[],
  reach: number,
  before: readonly Swing[],
  gone: number,
): Swing[] {
  const swings: Swing[] = []
  for (const { index, price, kind } of before) {
    if (index - gone >= reach) swings.push({ index: index - gone, price, kind })
  }
  const newest = candles.length - 1 - reach
  if (newest >= reach) addSwings(candles, newest, reach, swings)
  return swings
}

function addSwings(
  candles: readonly Candle[],
  index: number,
  reach: number,
  swings: Swing[],
): void {
  const candle = candles[index]
  if (candle === undefined) return
  let high = true
  let low = true
  for (let step = 1; step <= reach && (high || low); step += 1) {
    const left = candles[index - step]
    const right = candles[index + step]
    if (left === undefined || right === undefined) continue
    high = high && candle.high > left.high && candle.high >= right.high
    low = low && candle.low < left.low && candle.low <= right.low
  }
  if (high) swings.push({ index, price: candle.high, kind: 'high' })
  if (low) swings.push({ index, price: candle.low, kind: 'low' })
}
