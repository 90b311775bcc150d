import { describe, expect, test } from 'vitest'
import { sameUnderEveryCrash, storyOf } from '../../engine/testing/crash.ts'
import { type Step, underTest } from '../../engine/testing/operator-run.ts'
import { toyRandom } from '../../engine/testing/toy-market.ts'
import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'
import { at, candle, minute, t0 } from '../candles/testing/market.ts'
import { features } from './features.ts'
import { plainFeatures } from './plain-features.ts'

const epochMs = 15 * minute
const operator = underTest(['candle'], ({ candle: candles }) => ({
  out: candles.pipe(features({ id: 'features', epochMs })),
}))

function randomCandles(count: number, seed = 1): Candle[] {
  const random = toyRandom(seed)
  let close = 100
  return Array.from({ length: count }, (_, n) => {
    const open = close
    close = open * (1 + (random() - 0.5) / 50)
    const volume = random() * 10
    return candle(n * minute, {
      open,
      close,
      high: Math.max(open, close) + 0.1,
      low: Math.min(open, close) - 0.1,
      volume,
      taker_buy_volume: volume * random(),
      origin: 'KLINE',
    })
  })
}

const told = (one: Candle): Step => at(one.open_time - t0 + minute, 'candle', one)
const repair = (one: Candle, afterMs: number): Step =>
  at(afterMs, 'candle', { ...one, revision: 1, origin: 'BACKFILL' })

function run(steps: readonly Step[]) {
  const { outputs, counts } = storyOf(operator, steps)
  return { vectors: (outputs.out ?? []).map(({ value }) => value as FeatureVector), counts }
}

/** What the candles `missing` would have been, had they not been missing: the vectors of all, without the mark. */
function vectorsOf(candles: readonly Candle[]): FeatureVector[] {
  return run(candles.map(told)).vectors.map((vector) => plainFeatures(vector))
}

const candles = randomCandles(900)
const expected = vectorsOf(candles)
/** The vector of the n-th minute. */
const wholeAt = (n: number): FeatureVector => expected[n] as FeatureVector
const lastOf = (vectors: readonly FeatureVector[]) => plainFeatures(vectors.at(-1) as FeatureVector)

describe('features behind a repair', () => {
  const stretch = (from: number, to: number): readonly Candle[] => candles.slice(from, to)

  test('are from the next epoch on what they would be had the candles come in time, and say so once', () => {
    const steps = [
      ...[...stretch(0, 500), ...stretch(520, 532)].map(told),
      ...stretch(500, 520).map((one) => repair(one, 532 * minute)),
      ...stretch(532, 560).map(told),
    ]
    const { vectors, counts } = run(steps)
    const at = (n: number) => vectors[n - 20] as FeatureVector
    // Epochs begin at 525 and 540: what closes at 540 was computed before.
    expect(plainFeatures(at(538))).not.toEqual(wholeAt(538))
    expect(vectors.filter(({ rebuilt }) => rebuilt).map(({ open_time: openMs }) => openMs)).toEqual(
      [t0 + 539 * minute],
    )
    expect(plainFeatures(at(539))).toEqual({ ...wholeAt(539), rebuilt: true })
    expect(lastOf(vectors)).toEqual(wholeAt(559))
    expect(counts).toEqual({ 'features.rebuilt': 1 })
  })

  test('tell of candles that were told wrong, too', () => {
    const wrong = { ...(candles[600] as Candle), close: 1, low: 0.5 }
    const steps = [
      ...stretch(0, 600).map(told),
      told(wrong),
      ...stretch(601, 700).map(told),
      repair(candles[600] as Candle, 700 * minute),
      ...stretch(700, 720).map(told),
    ]
    expect(lastOf(run(steps).vectors)).toEqual(wholeAt(719))
  })

  test('reach as far back as the block before the newest, and what lies further back is counted', () => {
    const steps = [
      ...[...stretch(0, 470), ...stretch(730, 740)].map(told),
      ...stretch(470, 730).map((one) => repair(one, 740 * minute)),
      ...stretch(740, 760).map(told),
    ]
    // In the newest block lie ten of them.
    expect(run(steps).counts).toEqual({ 'features.unrepaired': 250, 'features.rebuilt': 1 })
    const shorter = [
      ...[...stretch(0, 470), ...stretch(490, 760)].map(told),
      ...stretch(470, 490).map((one) => repair(one, 760 * minute)),
      ...stretch(760, 770).map(told),
    ]
    expect(run(shorter).counts).toEqual({ 'features.unrepaired': 10, 'features.rebuilt': 1 })
  })

  test('too old a repair is counted, and changes nothing', () => {
    const steps = [
      ...[...stretch(0, 100), ...stretch(101, 800)].map(told),
      repair(candles[100] as Candle, 800 * minute),
      ...stretch(800, 820).map(told),
    ]
    const { vectors, counts } = run(steps)
    expect(counts).toEqual({ 'features.unrepaired': 1 })
    expect(vectors.some(({ rebuilt }) => rebuilt)).toBe(false)
  })

  test('a revision by late trades does not count', () => {
    const steps = [
      ...stretch(0, 50).map(told),
      at(50 * minute, 'candle', {
        ...(candles[40] as Candle),
        revision: 1,
        origin: 'TICKS',
        close: 1,
      }),
      ...stretch(50, 80).map(told),
    ]
    expect(run(steps).vectors.map((one) => plainFeatures(one))).toEqual(expected.slice(0, 80))
  })

  test('do not depend on crashes', () => {
    const steps = [
      ...[...stretch(0, 5), ...stretch(8, 12)].map(told),
      ...stretch(5, 8).map((one) => repair(one, 12 * minute)),
      ...stretch(12, 20).map(told),
    ]
    sameUnderEveryCrash(operator, steps)
  })
})
