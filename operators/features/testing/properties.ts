import { deserialize, serialize } from 'node:v8'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Candle } from '../../../schemas/contracts.generated.ts'
import type { Indicator } from '../indicator.ts'
import { expectSameSeries } from './golden.ts'
import {
  type Batch,
  candlesOf,
  createIndicatorState,
  flatCandles,
  type IndicatorState,
  type Row,
  runIndicator,
} from './series.ts'

interface Step {
  readonly move: number
  readonly up: number
  readonly down: number
  readonly volume: number
  readonly taker: number | null
}

/** Moves in whole ticks of a thousandth of the start price, with flat and empty candles among them. */
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      move: fc.integer({ min: -20, max: 20 }),
      up: fc.integer({ min: 0, max: 10 }),
      down: fc.integer({ min: 0, max: 10 }),
      volume: fc.double({ min: 0.001, max: 10_000, noNaN: true }),
      taker: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ move: 0, up: 0, down: 0, volume: 0, taker: 0 }) },
  { weight: 1, arbitrary: fc.constant({ move: 1, up: 1, down: 1, volume: 5, taker: null }) },
)

/** Random candles from the price of a fraction of a cent to that of a bitcoin. */
export const randomCandles: fc.Arbitrary<readonly Candle[]> = fc
  .tuple(fc.constantFrom(0.0014, 1, 100_000), fc.array(step, { maxLength: 90 }))
  .map(([start, steps]) => {
    const tick = start / 1_000
    let level = 1_000
    const rows: Row[] = []
    for (const { move, up, down, volume, taker } of steps) {
      const open = level
      level = Math.max(50, level + move)
      rows.push({
        open: open * tick,
        high: (Math.max(open, level) + up) * tick,
        low: (Math.min(open, level) - down) * tick,
        close: level * tick,
        volume,
        takerBuyVolume: taker === null ? null : taker * volume,
      })
    }
    return candlesOf(rows)
  })

/** What every indicator must hold, whatever its formula. */
export function describeProperties(what: string, indicator: Indicator, batch: Batch): void {
  describe(`${what} on random candles`, () => {
    test('equals the formula over all candles at once', () => {
      fc.assert(
        fc.property(randomCandles, (candles) => {
          const ours = runIndicator(indicator, candles)
          const expected = batch(candles)
          for (const name of indicator.names) {
            expectSameSeries(name, ours[name], expected[name] ?? [])
          }
        }),
      )
    })

    test('goes on bit for bit from a serialised state, and never looks ahead', () => {
      fc.assert(
        fc.property(randomCandles, fc.nat(90), (candles, cut) => {
          const whole = runIndicator(indicator, candles)
          const state = createIndicatorState(indicator)
          const before = runIndicator(indicator, candles.slice(0, cut), state)
          const restored = deserialize(serialize(state)) as IndicatorState
          const after = runIndicator(indicator, candles.slice(cut), restored)
          for (const name of indicator.names) {
            expect([...(before[name] ?? []), ...(after[name] ?? [])]).toStrictEqual(whole[name])
          }
        }),
      )
    })

    test('gives null or a finite number, also where nothing trades', () => {
      fc.assert(
        fc.property(randomCandles, (candles) => {
          const run = runIndicator(indicator, [...candles, ...flatCandles(60)])
          for (const name of indicator.names) {
            const values = run[name] ?? []
            expect(values.every((value) => value === null || Number.isFinite(value))).toBe(true)
          }
        }),
      )
    })
  })
}
