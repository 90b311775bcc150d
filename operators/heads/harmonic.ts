import type { Candle, Vote } from '../../schemas/contracts.generated.ts'
import { type Evidence, weigh } from './evidence.ts'
import { harmonicShapes, missOf } from './harmonic-shapes.ts'
import type { HeadInput } from './head.ts'
import type { Swing } from './swings.ts'
import { readTrigger } from './trigger.ts'
import { abstain, type Caster, cast } from './vote.ts'
import { findZigzag } from './zigzag.ts'

export const harmonicCaster: Caster = { head: 'HEAD_G', modelVersion: 'harmonic-1' }

const tolerance = 0.12
/** Candles since D, the turn that a pattern predicts, and how far price may have left it, in ATR. */
const ageMax = 5
const leftMaxAtr = 2

interface Completion {
  readonly name: string
  /** 0 to 1. */
  readonly quality: number
}

/** The best fitting four-leg pattern that ends in D, or the two-leg AB = CD. */
function completionOf(turns: readonly Swing[]): Completion | null {
  const [x, a, b, c, d] = turns.slice(-5)
  if (!x || !a || !b || !c || !d) return null
  const xa = Math.abs(a.price - x.price)
  const ab = Math.abs(b.price - a.price)
  const bc = Math.abs(c.price - b.price)
  const cd = Math.abs(d.price - c.price)
  const ad = Math.abs(d.price - a.price)
  let best: Completion | null = null
  for (const shape of harmonicShapes) {
    const misses = [
      missOf(ab / xa, shape.ab, tolerance),
      missOf(bc / ab, shape.bc, tolerance),
      missOf(cd / bc, shape.cd, tolerance),
      missOf(ad / xa, shape.ad, tolerance),
    ]
    if (Math.max(...misses) > 1) continue
    const miss = misses.reduce((sum, value) => sum + value, 0) / misses.length
    const quality = shape.strength * (1 - 0.6 * miss)
    if (best === null || quality > best.quality) best = { name: shape.name, quality }
  }
  if (best !== null) return best
  const equal = missOf(cd / ab, [1, 1.272], tolerance)
  const retraced = missOf(bc / ab, [0.382, 0.786], tolerance)
  if (equal > 1 || retraced > 1) return null
  return { name: 'AB = CD', quality: 0.6 * (1 - 0.5 * Math.max(equal, retraced)) }
}

interface Finding {
  /** Where D is: two sizes of swing may find one pattern. */
  readonly index: number
  readonly evidence: Evidence
}

/** A pattern whose last leg ends in the newest candles, at one size of swing. */
function findHarmonic(candles: readonly Candle[], atr: number, size: number): Finding | null {
  const turns = findZigzag(candles, size * atr)
  const last = candles.at(-1)
  if (last === undefined) return null
  // D is the newest extreme, or the turn before it once price has already swung back from there.
  for (const later of [0, 1]) {
    const upTo = turns.slice(0, turns.length - later)
    const d = upTo.at(-1)
    const completion = d === undefined ? null : completionOf(upTo)
    if (d === undefined || completion === null) continue
    const age = candles.length - 1 - d.index
    const side = d.kind === 'low' ? 1 : -1
    const left = (side * (last.close - d.price)) / atr
    if (age > ageMax || left > leftMaxAtr) continue
    // A turn that price has confirmed by leaving D says more than one still hoped for.
    const confirmed = Math.min(1, 0.5 + left / 2)
    const score = side * completion.quality * confirmed * (1 - 0.08 * age)
    const kind = side === 1 ? 'bullish' : 'bearish'
    const text = `${kind} ${completion.name} done at ${d.price.toPrecision(6)}, fit ${completion.quality.toFixed(2)}`
    return { index: d.index, evidence: { score, weight: 1, text } }
  }
  return null
}

/** Harmonic patterns in the swings of 15m, at two sizes of swing. */
export function harmonic(input: HeadInput): Vote {
  const trigger = readTrigger(input, 60)
  if ('validity' in trigger) return abstain(harmonicCaster, input, trigger)
  const { candles, atr } = trigger
  const small = findHarmonic(candles, atr, 1.5)
  const large = findHarmonic(candles, atr, 3)
  const evidence: Evidence[] = []
  if (small !== null && small.index !== large?.index) evidence.push(small.evidence)
  if (large !== null) evidence.push(large.evidence)
  const opinion = weigh(evidence, { fullWeight: 0.7, coverage: 1, silence: 0 })
  return cast(harmonicCaster, input, opinion)
}
