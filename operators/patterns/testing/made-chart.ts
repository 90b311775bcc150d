import type { Candle } from '../../../schemas/contracts.generated.ts'
import { candlesOf, type Row } from '../../features/testing/series.ts'

const bodies = [0, 1, 2, 4, 8, 12, 20]
const shadows = [0, 0, 0, 1, 2, 5, 10, 20]
const gaps = [0, 0, 1, 1, 2, 3, 6, 12]

/**
 * The same chart every time, at whole prices, of groups of five candles with a taste for one colour, for bare candles or
 * for shadows, so that the rarer patterns occur too.
 */
export function madeChart(count: number): readonly Candle[] {
  let seed = 1
  const below = (limit: number): number => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return Math.floor((seed / 4_294_967_296) * limit)
  }
  const pick = (values: readonly number[]): number => values[below(values.length)] ?? 0
  let before: Row = { open: 20_000, high: 20_000, low: 20_000, close: 20_000, volume: 1 }
  let rising = 0
  let shadowMax = 0
  const rows: Row[] = []
  for (let index = 0; index < count; index += 1) {
    if (index % 5 === 0) {
      rising = below(5)
      shadowMax = pick([1, 20, 20])
    }
    const sign = below(4) < rising ? 1 : -1
    const from = [before.close, before.open, before.high, before.low, before.close][below(5)] ?? 0
    const open = from + (below(2) === 0 ? 1 : -1) * pick(gaps)
    const close = open + sign * pick(bodies)
    const high = Math.max(open, close) + Math.min(shadowMax, pick(shadows))
    const low = Math.min(open, close) - Math.min(shadowMax, pick(shadows))
    before = { open, high, low, close, volume: 1 }
    rows.push(before)
  }
  return candlesOf(rows)
}
