import { expect, test } from 'vitest'
import { type Bar, bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { followSchematic, relativeVolumes } from './schematic.ts'

const on = (volume: number, bars: readonly Bar[]) => bars.map((one) => ({ ...one, volume }))
const follow = (bars: readonly Bar[], side: 1 | -1 = 1) =>
  followSchematic(candlesOf(bars, '15m'), relativeVolumes(candlesOf(bars, '15m')), side, 1)
const names = (bars: readonly Bar[], side: 1 | -1 = 1) =>
  follow(bars, side)?.events.map(({ name }) => name) ?? null

const before = on(10, legs(112, [112, 22]))
/** Support at 107, a climax at 100, a rally to 105, a quiet low at 101 and up again. */
const support = [
  ...on(10, legs(112, [108, 6])),
  bar(108, 108, 106.5, 107, 16),
  ...on(10, legs(107, [107.6, 2])),
]
const fall = [...before, ...support, ...on(12, legs(107.6, [103, 8]))]
const climax = [...fall, bar(103, 103, 100, 100.8, 40)]
const range = [...climax, ...on(14, legs(100.8, [105, 6])), ...on(8, legs(105, [101, 6]))]
const inside = [...range, ...on(8, legs(101, [103.5, 4])), ...on(8, legs(103.5, [100.5, 4]))]
const spring = [...inside, bar(100.5, 100.6, 99.2, 100.4, 15)]
const tested = [
  ...spring,
  ...on(9, legs(100.4, [101.5, 2])),
  bar(101.5, 101.5, 100.3, 100.6, 6),
  bar(100.6, 101.2, 100.5, 101.1, 6),
]
const strong = [...tested, ...on(16, legs(101.1, [106, 5]))]
const last = [
  ...strong,
  ...on(16, legs(106, [107, 2])),
  bar(107, 107, 105.6, 105.8, 7),
  bar(105.8, 106.5, 105.7, 106.4, 7),
]

const stages: readonly (readonly [string, readonly Bar[], readonly string[] | null])[] = [
  ['before the climax nothing', fall, null],
  ['preliminary support and a selling climax', climax, ['PS', 'SC']],
  ['the automatic rally and a secondary test', range, ['PS', 'SC', 'AR', 'ST']],
  ['a spring', spring, ['PS', 'SC', 'AR', 'ST', 'spring']],
  ['its test', tested, ['PS', 'SC', 'AR', 'ST', 'spring', 'test']],
  ['a sign of strength', strong, ['PS', 'SC', 'AR', 'ST', 'spring', 'test', 'SOS']],
  ['the last point of support', last, ['PS', 'SC', 'AR', 'ST', 'spring', 'test', 'SOS', 'LPS']],
]
for (const [name, bars, events] of stages) {
  test(`the accumulation has shown ${name}`, () => {
    expect(names(bars)).toEqual(events)
    expect(names(mirrored(bars, 106), -1)).toEqual(events)
  })
}

test('the range reaches from the climax to the top of the rally, whichever way up', () => {
  expect(follow(last)).toMatchObject({ low: 100, high: 105 })
  expect(follow(mirrored(last, 106), -1)).toMatchObject({ low: -112, high: -107 })
  expect(follow(last)?.events[1]).toMatchObject({ name: 'SC', volume: expect.closeTo(3.6, 1) })
})

test('the same fall on usual volume has no climax, nor has one that was no fall', () => {
  expect(names([...fall, bar(103, 103, 100, 100.8, 12)])).toBeNull()
  expect(names([...before, bar(112, 112, 109, 109.5, 40)])).toBeNull()
})

test('closes well below the range end the accumulation', () => {
  expect(names([...inside, ...on(15, legs(100.5, [98.5, 2]))])).toBeNull()
})

test('an end of the fall below, of which price does not come back inside, is no spring', () => {
  expect(names([...inside, ...on(15, legs(100.5, [99.4, 7]))])).toBeNull()
})

test('a rise out of the range without volume and without a wide candle is no sign of strength', () => {
  const weak = [...tested, ...on(6, legs(101.1, [105.5, 16]))]
  expect(names(weak)).not.toContain('SOS')
})

test('volumes are multiples of the mean of the twenty candles before', () => {
  const volumes = relativeVolumes(
    candlesOf([...on(10, legs(100, [100, 21])), bar(1, 1, 1, 1, 25)], '15m'),
  )
  expect(volumes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0))
  expect(volumes.slice(20)).toEqual([1, 2.5])
})
