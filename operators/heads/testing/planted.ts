import type { Candle, FeatureVector, Vote } from '../../../schemas/contracts.generated.ts'
import { atr } from '../../features/atr.ts'
import type { FeatureValues } from '../../features/indicator.ts'
import { runIndicator } from '../../features/testing/series.ts'
import { randomSequence } from '../../learning/random.ts'
import { type Timeframe, timeframeMs } from '../../timeframe.ts'
import type { Head, HeadInput } from '../head.ts'
import { type Side, sides } from '../oriented.ts'
import { type Bar, bar, candlesOf, closeTimeMs, mirrored, vectorOf } from './chart.ts'
import { type Pen, penOn } from './pen.ts'
import { type Random, startPrice, walk } from './random-walk.ts'

/** Draws a pattern that speaks for LONG behind a random walk; for SHORT the whole chart is turned upside down. */
export type Plant = (pen: Pen) => void

export interface Field {
  readonly plant: Plant
  /** What nearly has the pattern. */
  readonly near: Plant
  /** 15m candles of the walk before. */
  readonly candles?: number
  /** Charts of each kind; half of them upside down. */
  readonly charts?: number
  readonly closeTimeMs?: number
  /** What a vote must reach to be counted; the standard desk's by default. */
  readonly least?: { readonly probability: number; readonly confidence: number }
  /** In the reasons of a vote that has seen the pattern. */
  readonly named?: RegExp
  /** Features of 15m besides its ATR. */
  readonly featuresOf?: (candles: readonly Candle[]) => Partial<FeatureValues>
}

/** Shares of the charts of a kind, 0 to 1. */
export interface Harvest {
  /** Planted charts with a vote for the planted side, and with one against it. */
  readonly recall: number
  readonly against: number
  /** Of the votes on planted and on unplanted charts, those for a planted side. */
  readonly precision: number
  /** Unplanted charts with a vote to either side, near misses with one for the side they resemble. */
  readonly unplanted: number
  readonly near: number
  /** Charts of each kind whose reasons name the pattern. */
  readonly named: { readonly planted: number; readonly unplanted: number; readonly near: number }
}

const standard = { probability: 0.55, confidence: 0.55 }
const candlesMax = 120
const higher: readonly Timeframe[] = ['1h', '4h', '1d']

/** Plants a pattern on random walks, and counts how a head votes with it, without it and nearly with it. */
export function harvest(head: Head, field: Field): Harvest {
  const { plant, near, charts = 200, named = /$^/, least = standard } = field
  const tally = { planted: 0, against: 0, unplanted: 0, near: 0 }
  const seen = { planted: 0, unplanted: 0, near: 0 }
  const counts = ({ direction, validity, probability, confidence }: Vote) =>
    validity === 'OK' &&
    direction !== 'FLAT' &&
    probability >= least.probability &&
    confidence >= least.confidence
  const names = ({ reasons }: Vote) => reasons.some((reason) => named.test(reason))
  for (let seed = 1; seed <= charts; seed += 1) {
    const side = sides[seed % 2] ?? 1
    const direction = side === 1 ? 'LONG' : 'SHORT'
    const planted = head(chartOf(seed, side, plant, field))
    if (counts(planted)) tally[planted.direction === direction ? 'planted' : 'against'] += 1
    if (names(planted)) seen.planted += 1
    const unplanted = head(chartOf(seed + charts, side, null, field))
    if (counts(unplanted)) tally.unplanted += 1
    if (names(unplanted)) seen.unplanted += 1
    const nearly = head(chartOf(seed + 2 * charts, side, near, field))
    if (counts(nearly) && nearly.direction === direction) tally.near += 1
    if (names(nearly)) seen.near += 1
  }
  const votes = tally.planted + tally.against + tally.unplanted
  return {
    recall: tally.planted / charts,
    against: tally.against / charts,
    precision: votes === 0 ? 0 : tally.planted / votes,
    unplanted: tally.unplanted / charts,
    near: tally.near / charts,
    named: {
      planted: seen.planted / charts,
      unplanted: seen.unplanted / charts,
      near: seen.near / charts,
    },
  }
}

/** A walk, what is drawn behind it, and all that a head is given of it. */
export function chartOf(
  seed: number,
  side: Side,
  plant: Plant | null,
  { candles = 480, closeTimeMs: at = closeTimeMs, featuresOf }: Omit<Field, 'plant' | 'near'>,
): HeadInput {
  const random: Random = randomSequence(seed)
  const bars = walk(candles, random)
  plant?.(penOn(bars, random))
  const upright = side === 1 ? bars : mirrored(bars, startPrice)
  return inputOf(candlesOf(upright, '15m', at), at, featuresOf)
}

function inputOf(
  candles: readonly Candle[],
  at: number,
  featuresOf: Field['featuresOf'] = () => ({}),
): HeadInput {
  const seen: { [timeframe in Timeframe]?: readonly Candle[] } = {}
  const features: { [timeframe in Timeframe]?: FeatureVector } = {}
  const put = (timeframe: Timeframe, all: readonly Candle[], more: Partial<FeatureValues>) => {
    const values = { ...more, atr_14: atrOf(all) }
    seen[timeframe] = all.slice(-candlesMax)
    features[timeframe] = vectorOf(timeframe, all.at(-1)?.close ?? 0, values, at)
  }
  put('15m', candles, featuresOf(candles))
  for (const timeframe of higher) {
    const folded = fold(candles, timeframe, at)
    if (folded.length > 0) put(timeframe, folded, {})
  }
  const on = { trigger: '15m', analysis: '1h' } as const
  return { symbol: 'BTCUSDT', ...on, closeTimeMs: at, candles: seen, features, context: {} }
}

function atrOf(candles: readonly Candle[]): number | null {
  return runIndicator(atr('atr_14', 14), candles).atr_14?.at(-1) ?? null
}

/** Whole candles of a longer timeframe; what has begun before the first candle or not closed yet is left out. */
function fold(candles: readonly Candle[], timeframe: Timeframe, at: number): readonly Candle[] {
  const length = timeframeMs[timeframe]
  const lastCloseMs = at - (at % length)
  const bars: Bar[] = []
  let openMs = Number.NEGATIVE_INFINITY
  for (const { open_time, open, high, low, close, volume } of candles) {
    if (open_time >= lastCloseMs) break
    const last = bars.at(-1)
    if (open_time % length === 0) {
      bars.push(bar(open, high, low, close, volume))
      openMs = open_time
    } else if (last !== undefined && open_time < openMs + length) {
      const whole = last.volume + volume
      bars[bars.length - 1] = bar(
        last.open,
        Math.max(last.high, high),
        Math.min(last.low, low),
        close,
        whole,
      )
    }
  }
  return candlesOf(bars, timeframe, lastCloseMs)
}
