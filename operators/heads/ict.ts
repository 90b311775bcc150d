import type { Candle, Vote } from '../../schemas/contracts.generated.ts'
import { bounded, type Evidence, weigh } from './evidence.ts'
import { findFairValueGap } from './fair-value-gap.ts'
import type { HeadInput } from './head.ts'
import { findLiquiditySweep } from './liquidity-sweep.ts'
import { closeOf, lowOf, type Side, sides } from './oriented.ts'
import { findSwings } from './swings.ts'
import { readTrigger } from './trigger.ts'
import { abstain, type Caster, cast } from './vote.ts'

export const ictCaster: Caster = { head: 'HEAD_E', modelVersion: 'ict-1' }

const sweepAgeMax = 5
const gapAgeMax = 24
const rangeCandles = 96

/** London and New York mornings, UTC hours: when the sweeps that this school trades are made. */
function inKillZone(closeTimeMs: number): boolean {
  const hour = Math.floor(closeTimeMs / 3_600_000) % 24
  return (hour >= 7 && hour < 10) || (hour >= 12 && hour < 15)
}

/** A fresh gap is displacement; an older one counts when price comes back to it and holds. */
function gapEvidence(candles: readonly Candle[], side: Side, atr: number): Evidence | null {
  const gap = findFairValueGap(candles, side, gapAgeMax, 0.12 * atr)
  const last = candles.at(-1)
  if (gap === null || last === undefined) return null
  const size = (gap.high - gap.low) / atr
  const fresh = gap.age <= 2
  const retest = lowOf(last, side) <= gap.high + 0.25 * atr && closeOf(last, side) > gap.low
  if (!fresh && !retest) return null
  const text = `${fresh ? 'fresh' : 'retested'} ${side === 1 ? 'bullish' : 'bearish'} gap of ${size.toFixed(2)} ATR`
  return { score: side * bounded(0.35 + size), weight: fresh && !retest ? 0.7 : 1, text }
}

/** Where the close stands in the day's range: cheap speaks for LONG, dear for SHORT. */
function locationEvidence(candles: readonly Candle[], close: number): Evidence {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let index = Math.max(0, candles.length - rangeCandles); index < candles.length; index += 1) {
    const candle = candles[index]
    if (candle === undefined) continue
    low = Math.min(low, candle.low)
    high = Math.max(high, candle.high)
  }
  const place = high > low ? (close - low) / (high - low) : 0.5
  const name = place < 0.5 ? 'discount' : 'premium'
  return { score: 1 - 2 * place, weight: 0.4, text: `${name}: ${place.toFixed(2)} of the range` }
}

/** Inner circle trader concepts: swept liquidity, fair value gaps, discount and premium, kill zones. */
export function ict(input: HeadInput): Vote {
  const trigger = readTrigger(input, 50)
  if ('validity' in trigger) return abstain(ictCaster, input, trigger)
  const { candles, last, atr } = trigger
  const swings = findSwings(candles, 3)
  const evidence: Evidence[] = []
  for (const side of sides) {
    const sweep = findLiquiditySweep(candles, swings, side, sweepAgeMax)
    if (sweep !== null) {
      const what = side === 1 ? 'lows' : 'highs'
      const text = `swept ${what} at ${sweep.price.toPrecision(6)} ${sweep.age} candles ago`
      const score = side * (0.4 + 0.6 * sweep.rejection) * (1 - 0.12 * sweep.age)
      evidence.push({ score, weight: 1.2, text })
    }
    const gap = gapEvidence(candles, side, atr)
    if (gap !== null) evidence.push(gap)
  }
  evidence.push(locationEvidence(candles, last.close))

  const active = inKillZone(input.closeTimeMs)
  const coverage = active ? 1 : 0.92
  const opinion = weigh(evidence, { fullWeight: 1.5, coverage, silence: 0 })
  const reasons = active ? [...opinion.reasons, 'in a kill zone'] : opinion.reasons
  return cast(ictCaster, input, { ...opinion, reasons })
}
