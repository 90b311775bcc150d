import type { Candle } from '../../schemas/contracts.generated.ts'
import type { Swing } from './swings.ts'

/**
 * Alternating turning points at least `threshold` of price apart. The last one is the extreme since the
 * last confirmed turn: it may still move.
 */
export function findZigzag(candles: readonly Candle[], threshold: number): Swing[] {
  const first = candles[0]
  if (first === undefined) return []
  const turns: Swing[] = []
  let high: Swing = { index: 0, price: first.high, kind: 'high' }
  let low: Swing = { index: 0, price: first.low, kind: 'low' }
  let rising: boolean | null = null
  for (let index = 1; index < candles.length; index += 1) {
    const candle = candles[index]
    if (candle === undefined) continue
    if (rising !== false && candle.high > high.price) {
      high = { index, price: candle.high, kind: 'high' }
    }
    if (rising !== true && candle.low < low.price) {
      low = { index, price: candle.low, kind: 'low' }
    }
    if (rising === null) {
      // Undecided while one candle holds both extremes: which came first is not known.
      if (high.price - low.price < threshold || high.index === low.index) continue
      rising = high.index > low.index
      turns.push(rising ? low : high)
    }
    if (rising === true && high.price - candle.low >= threshold && index > high.index) {
      turns.push(high)
      low = { index, price: candle.low, kind: 'low' }
      rising = false
    } else if (rising === false && candle.high - low.price >= threshold && index > low.index) {
      turns.push(low)
      high = { index, price: candle.high, kind: 'high' }
      rising = true
    }
  }
  if (rising !== null) turns.push(rising ? high : low)
  return turns
}
