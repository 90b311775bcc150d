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
  for (let index = reach; index < candles.length - reach; index += 1) {
    const candle = candles[index]
    if (candle === undefined) continue
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
  return swings
}
