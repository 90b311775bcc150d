import { expect, test } from 'vitest'
import { Sfc32, streamOf } from './sfc32.ts'

/** The same generator in another arithmetic, straight from its definition. */
function* reference(seeds: readonly [number, number, number]): Generator<number> {
  const mask = 0xffffffffn
  let [a, b, c] = seeds.map((seed) => BigInt.asUintN(32, BigInt(seed))) as [bigint, bigint, bigint]
  let counter = 1n
  for (let drawn = 0; ; drawn++) {
    const result = (a + b + counter) & mask
    counter = (counter + 1n) & mask
    a = b ^ (b >> 9n)
    b = (c + (c << 3n)) & mask
    c = ((((c << 21n) | (c >> 11n)) & mask) + result) & mask
    if (drawn >= 15) yield Number(result)
  }
}

test('draws what the definition of sfc32 says', () => {
  for (const seeds of [
    [0, 0, 0],
    [1, 2, 3],
    [-1, 0x9e3779b9, 29_000_000],
  ] as const) {
    const random = new Sfc32(...seeds)
    const wanted = reference(seeds)
    for (let draw = 0; draw < 1_000; draw++) expect(random.word()).toBe(wanted.next().value)
  }
})

test('begins anew when it is set', () => {
  const random = new Sfc32(7, 8, 9)
  const first = [random.word(), random.word()]
  random.set(7, 8, 9)
  expect([random.word(), random.word()]).toEqual(first)
})

test('uniform numbers fill the open interval evenly', () => {
  const random = new Sfc32(1, 2, 3)
  const bins = new Array<number>(20).fill(0)
  const draws = 200_000
  for (let draw = 0; draw < draws; draw++) {
    const number = random.uniform()
    if (!(number > 0 && number < 1)) expect(number).toBe('in (0, 1)')
    const bin = Math.floor(number * bins.length)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  const mean = draws / bins.length
  const chiSquare = bins.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)
  expect(chiSquare).toBeLessThan(43.8) // 0.1 % of 19 degrees of freedom
})

test('neighbouring minutes, streams and seeds have nothing in common', () => {
  const first = (seed: number, stream: number, index: number) =>
    new Sfc32(seed, stream, index).uniform() - 0.5
  const draws = 20_000
  for (const step of [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ] as const) {
    let sum = 0
    for (let index = 0; index < draws; index++) {
      sum += first(5, 6, index) * first(5 + step[0], 6 + step[1], index + step[2])
    }
    const correlation = (sum / draws) * 12
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(draws))
  }
})

test('a text gives its FNV-1a hash', () => {
  expect([streamOf(''), streamOf('a'), streamOf('foobar')]).toEqual([
    0x811c9dc5, 0xe40c292c, 0xbf9cf968,
  ])
})
