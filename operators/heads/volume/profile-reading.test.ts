import { expect, test } from 'vitest'
import { type Bar, bar, candlesOf, mirrored } from '../testing/chart.ts'
import { readProfile } from './profile-reading.ts'
import type { VolumeProfile } from './volume-profile.ts'

const profile: VolumeProfile = {
  pointOfControl: 105,
  valueLow: 102,
  valueHigh: 108,
  highNodes: [105],
  lowNodes: [107],
}
const turned: VolumeProfile = {
  pointOfControl: 105,
  valueLow: 102,
  valueHigh: 108,
  highNodes: [105],
  lowNodes: [103],
}
const read = (...bars: readonly Bar[]) => readProfile(candlesOf(bars, '15m'), profile, 1, 1)

const cases: readonly (readonly [string, readonly Bar[], string | null])[] = [
  ['closes above the value area', [bar(107, 108, 107, 108), bar(108, 109, 108, 109)], 'left value'],
  ['closes just above it', [bar(106, 106.4, 106, 106.4), bar(106.4, 108, 106.4, 106.6)], null],
  ['comes back into value', [bar(102, 102, 101, 101), bar(101, 103, 101, 103)], 'back in value'],
  ['stays below value', [bar(102, 102, 101, 101), bar(101, 101.9, 101, 101.8)], null],
  [
    'holds a node',
    [bar(106, 106, 105.5, 105.6), bar(105.6, 106, 105.1, 105.9)],
    'held a high-volume node',
  ],
  ['falls through a node', [bar(106, 106, 105.5, 105.6), bar(105.6, 105.6, 104.9, 105.1)], null],
  [
    'rises through a thin place',
    [bar(106, 106.9, 106, 106.8), bar(106.8, 107.5, 106.8, 107.4)],
    'through a thin place',
  ],
]
for (const [name, bars, kind] of cases) {
  test(`price that ${name} ${kind === null ? 'says nothing' : `has ${kind}`}`, () => {
    expect(read(...bars)?.kind ?? null).toBe(kind)
    const down = readProfile(candlesOf(mirrored(bars, 105), '15m'), turned, -1, 1)
    expect(down?.kind ?? null).toBe(kind)
  })
}

test('a reading tells its place and how far the close is from it', () => {
  const left = read(bar(107, 108, 107, 108), bar(108, 109, 108, 109))
  expect(left).toEqual({ kind: 'left value', price: 108, distance: 1 })
})
