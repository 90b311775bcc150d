import type { Candle, Vote } from '../../../schemas/contracts.generated.ts'
import { timeframes } from '../../timeframe.ts'
import { bounded, type Evidence, weigh } from '../evidence.ts'
import type { HeadInput } from '../head.ts'
import { closeOf, lowOf, type Side, sides } from '../oriented.ts'
import { swingReach, swingsOf, turnsOf } from '../shared-reading.ts'
import { readTrigger } from '../trigger.ts'
import { abstain, type Caster, cast } from '../vote.ts'
import { findDealingRange } from './dealing-range.ts'
import { readTrend, readTrendOnce, type TimeframeTrend } from './timeframe-trend.ts'
import { findTurnedBlock } from './turned-block.ts'

export const structureCaster: Caster = { head: 'HEAD_H', modelVersion: 'structure-2' }

const breakAgeMax = 12
/** What counts as a turn of the dealing range, and as at a block, in ATR. */
const turnMin = 3
const nearBlock = 0.15

/** Shares of the alignment: of the analysis timeframe and the two longer ones behind it, as far as there are any. */
const alignmentShares = [0.4, 0.3, 0.3]
/** Candles without which one is not read; of days there are few. */
const alignedMin = 30
const alignedDaysMin = 20

function breakEvidence({ structure }: TimeframeTrend, last: Candle, atr: number): Evidence | null {
  const { lastBreak } = structure
  if (lastBreak === null || lastBreak.age > breakAgeMax) return null
  const { kind, side, price, age } = lastBreak
  const beyond = (side * (last.close - price)) / atr
  if (beyond <= 0) return null
  const where = `${side === 1 ? 'above' : 'below'} ${price.toPrecision(6)}, ${age} candles ago`
  const text = `${kind}: close ${beyond.toFixed(2)} ATR ${where}`
  return { score: side * bounded(0.2 + beyond / 2) * (1 - 0.05 * age), weight: 1, text }
}

function blockEvidence(input: HeadInput, last: Candle, atr: number, side: Side): Evidence | null {
  const candles = input.candles[input.trigger] ?? []
  const block = findTurnedBlock(candles, swingsOf(input, input.trigger), side, atr)
  if (block === null || block.brokenAge < 2) return null
  const back = lowOf(last, side) <= block.high + nearBlock * atr
  if (!back || closeOf(last, side) <= block.low) return null
  const name = `${side === 1 ? 'bullish' : 'bearish'} ${block.kind}`
  const [low, high] = side === 1 ? [block.low, block.high] : [-block.high, -block.low]
  const where = `${low.toPrecision(6)} to ${high.toPrecision(6)}, ${block.age} candles old`
  const score = side * (block.kind === 'breaker' ? 0.9 : 0.7)
  return { score, weight: 0.8, text: `back at the ${name} ${where}` }
}

/** A trend that can be joined cheaply: at a discount of the dealing range up, at a premium down. */
function locationEvidence(input: HeadInput, last: Candle, trend: number): Evidence | null {
  const range = findDealingRange(turnsOf(input, turnMin), last.close)
  if (range === null) return null
  const cheap = 1 - 2 * range.place
  if (cheap * trend <= 0) return null
  const where = `${range.low.toPrecision(6)} to ${range.high.toPrecision(6)}`
  const text = `${cheap > 0 ? 'discount' : 'premium'}: ${range.place.toFixed(2)} of the dealing range ${where}`
  return { score: cheap * Math.abs(trend), weight: 0.6, text }
}

/** Whether the longer timeframes that are there go one way; those that are not come into `absent`. */
function alignmentEvidence(
  input: HeadInput,
  absent: string[],
): { readonly evidence: Evidence; readonly known: number } {
  let known = 0
  let sum = 0
  let all = 0
  const words: string[] = []
  const from = timeframes.indexOf(input.analysis)
  for (const [at, share] of alignmentShares.entries()) {
    const timeframe = timeframes[from + at]
    if (timeframe === undefined) continue
    all += share
    const candlesMin = timeframe === '1d' ? alignedDaysMin : alignedMin
    const candles = input.candles[timeframe] ?? []
    const atr = input.features[timeframe]?.atr_14 ?? 0
    if (candles.length < candlesMin || atr <= 0) {
      absent.push(`${timeframe}.candles`)
      continue
    }
    const { score } = readTrendOnce(candles, swingsOf(input, timeframe), swingReach, atr)
    known += share
    sum += share * score
    words.push(`${timeframe} ${score.toFixed(2)}`)
  }
  const score = known === 0 ? 0 : sum / known
  return { evidence: { score, weight: 1, text: `trends: ${words.join(', ')}` }, known: known / all }
}

/**
 * Market structure: the steps of highs and lows on the trigger timeframe and the swings that closes broke, breaker and mitigation blocks,
 * where in the dealing range price stands, and whether the longer timeframes (1h, 4h and 1d behind 15m) go the same way.
 */
export function structure(input: HeadInput): Vote {
  const trigger = readTrigger(input, 30)
  if ('validity' in trigger) return abstain(structureCaster, input, trigger)
  const { candles, last, atr } = trigger
  const absent: string[] = []
  const near = readTrend(candles, swingsOf(input, input.trigger), swingReach, atr)
  const { evidence: alignment, known } = alignmentEvidence(input, absent)
  const word = near.steps > 0 ? 'higher highs and lows' : 'lower highs and lows'
  const text = `${word} on ${input.trigger} (${near.steps.toFixed(2)})`
  const found = [
    { score: near.steps, weight: 1, text },
    breakEvidence(near, last, atr),
    alignment,
    ...sides.map((side) => blockEvidence(input, last, atr, side)),
    locationEvidence(input, last, 0.5 * near.score + 0.5 * alignment.score),
  ]
  const evidence = found.filter((one) => one !== null)
  const opinion = weigh(evidence, {
    fullWeight: known > 0 ? 2.6 : 2,
    coverage: 0.8 + 0.2 * known,
    silence: 0.4,
  })
  return cast(structureCaster, input, opinion, absent)
}
