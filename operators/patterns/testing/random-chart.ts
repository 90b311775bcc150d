import fc from 'fast-check'
import type { Candle } from '../../../schemas/contracts.generated.ts'
import { candlesOf, type Row } from '../../features/testing/series.ts'

interface Step {
  /** Which price of the candle before the next one starts from. */
  readonly from: 'open' | 'high' | 'low' | 'close'
  readonly gap: number
  readonly body: number
  readonly up: number
  readonly down: number
}

/** Sizes that lie on both sides of what counts as short, long, near and equal. */
const step: fc.Arbitrary<Step> = fc.record({
  from: fc.constantFrom('close', 'close', 'open', 'high', 'low'),
  gap: fc.constantFrom(0, 0, 1, -1, 3, -3, 6, -6),
  body: fc.constantFrom(1, -1, 2, -2, 4, -4, 8, -8, 12, -12, 20, -20),
  up: fc.constantFrom(0, 0, 1, 2, 5, 10, 20),
  down: fc.constantFrom(0, 0, 1, 2, 5, 10, 20),
})

/** Candles at whole prices, none of which closes at its open: such a one counts as white whichever way up. */
export const randomChart: fc.Arbitrary<readonly Candle[]> = fc
  .array(step, { minLength: 1, maxLength: 60 })
  .map((steps) => {
    let before: Row = { open: 5_000, high: 5_000, low: 5_000, close: 5_000, volume: 1 }
    const rows = steps.map(({ from, gap, body, up, down }) => {
      const open = before[from] + gap
      const close = open + body
      const high = Math.max(open, close) + up
      const low = Math.min(open, close) - down
      before = { open, high, low, close, volume: 1 }
      return before
    })
    return candlesOf(rows)
  })
