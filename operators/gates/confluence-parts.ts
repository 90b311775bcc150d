import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'
import { type Side, sideSign } from '../positions/levels.ts'

/** What the confluence gate looks at: the vector of the trigger candle and the candles up to it. */
export interface ConfluenceCase {
  readonly side: Side
  readonly features: FeatureVector
  /** Oldest first; the last is the trigger. Twenty are used. */
  readonly candles: readonly Pick<Candle, 'high' | 'low' | 'close'>[]
}

/** 0 at `from` and below, 1 at `to` and above, straight between. */
function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)))
}

/** Null without a known member: an absent feature is no evidence, for or against. */
function meanOfKnown(members: readonly (number | null)[]): number | null {
  const known = members.filter((member) => member !== null)
  if (known.length === 0) return null
  let sum = 0
  for (const member of known) sum += member
  return sum / known.length
}

/** Where a price stands between two others, seen from the side: 1 is the good end. */
function standing(side: Side, price: number, low: number, high: number): number | null {
  if (!(high > low)) return null
  const share = (price - low) / (high - low)
  return side === 'LONG' ? share : 1 - share
}

function agrees(side: Side, difference: number): number {
  const sided = sideSign(side) * difference
  return sided > 0 ? 1 : sided < 0 ? 0 : 0.5
}

const rangeCandles = 20
const stepCandles = 4

/** The close in its own candle, the steps of the last four, the close in the range of twenty. */
export function priceAction({ side, candles }: ConfluenceCase): number | null {
  const trigger = candles.at(-1)
  if (trigger === undefined || candles.length < rangeCandles) return null
  const steps = candles.slice(-stepCandles)
  const rising = steps.flatMap((candle, at) => {
    const before = steps[at - 1]
    if (before === undefined) return []
    return [agrees(side, candle.high - before.high), agrees(side, candle.low - before.low)]
  })
  const range = candles.slice(-rangeCandles)
  const low = Math.min(...range.map((candle) => candle.low))
  const high = Math.max(...range.map((candle) => candle.high))
  return meanOfKnown([
    standing(side, trigger.close, trigger.low, trigger.high),
    meanOfKnown(rising),
    standing(side, trigger.close, low, high),
  ])
}

/** Best in the half of the bands on the signal's side; half when overstretched beyond them. */
export function bollinger({ side, features }: ConfluenceCase): number | null {
  const { bollinger_lower: lower, bollinger_upper: upper, close } = features
  if (lower === null || upper === null) return null
  const place = standing(side, close, lower, upper)
  if (place === null) return null
  return ramp(place, 0, 0.6) * (1 - 0.5 * ramp(place, 0.9, 1.1))
}

/** More volume than usual, and takers on the signal's side where the source says so. */
export function volume({ side, features }: ConfluenceCase): number | null {
  const { relative_volume_20: relative, taker_buy_ratio_20: buys } = features
  const taken = buys === null ? null : side === 'LONG' ? buys : 1 - buys
  return meanOfKnown([
    relative === null ? null : ramp(relative, 0.5, 1.5),
    taken === null ? null : ramp(taken, 0.45, 0.55),
  ])
}

/** The histogram counts twice the line: it turns first. */
export function macd({ side, features }: ConfluenceCase): number | null {
  const { macd: line, macd_histogram: histogram } = features
  if (line === null || histogram === null) return null
  return (2 * agrees(side, histogram) + agrees(side, line)) / 3
}

/** Price over the fast, fast over the slow averages, price over the longest. */
export function movingAverages({ side, features }: ConfluenceCase): number | null {
  const { close, ema_9, ema_21, ema_50, sma_200 } = features
  const over = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : agrees(side, a - b)
  return meanOfKnown([
    over(close, ema_21),
    over(ema_9, ema_21),
    over(ema_21, ema_50),
    over(close, sma_200),
  ])
}
