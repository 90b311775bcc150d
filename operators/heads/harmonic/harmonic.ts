import type { Candle, Vote } from '../../../schemas/contracts.generated.ts'
import { type Evidence, weigh } from '../evidence.ts'
import type { HeadInput } from '../head.ts'
import { turnsOf } from '../shared-reading.ts'
import type { Swing } from '../swings.ts'
import { readTrigger } from '../trigger.ts'
import { abstain, type Caster, cast } from '../vote.ts'
import { findCompletion, type Ratios } from './completion.ts'

export const harmonicCaster: Caster = { head: 'HEAD_G', modelVersion: 'harmonic-2' }

/** Sizes of swing among whose turns patterns are looked for, in ATR. */
const sizes = [1, 1.5, 2, 3, 4.5]
/** Candles since D, the turn that a pattern predicts. */
const ageMax = 6
/** How far price must have turned from D for it to be a pivot, and how far it may have left it, in ATR. */
const confirmedAtr = 0.6
const leftMaxAtr = 2.5

interface Finding {
  /** Where D is: several sizes of swing may find one pattern. */
  readonly index: number
  readonly quality: number
  readonly evidence: Evidence
}

function ratiosText({ ab, bc, cd, ad }: Ratios): string {
  return `AB ${ab.toFixed(3)} XA, BC ${bc.toFixed(3)} AB, CD ${cd.toFixed(3)} BC, AD ${ad.toFixed(3)} XA`
}

/** A pattern whose last leg has just ended, at one size of swing. */
function findHarmonic(
  candles: readonly Candle[],
  turns: readonly Swing[],
  atr: number,
): Finding | null {
  const newest = candles.length - 1
  const last = candles[newest]
  if (last === undefined) return null
  // D is the newest extreme, or the turn before it once price has already swung back from there.
  for (const later of [0, 1]) {
    const d = turns.at(-1 - later)
    if (d === undefined || newest - d.index > ageMax) continue
    const side = d.kind === 'low' ? 1 : -1
    const left = (side * (last.close - d.price)) / atr
    if (left < confirmedAtr || left > leftMaxAtr) continue
    const completion = findCompletion(turns.slice(0, turns.length - later))
    if (completion === null) continue
    const age = newest - d.index
    const { name, quality, ratios } = completion
    const score = side * quality * Math.min(1, 0.6 + left / 3) * (1 - 0.06 * age)
    const kind = side === 1 ? 'bullish' : 'bearish'
    const where = `${kind} ${name} done at ${d.price.toPrecision(6)}, fit ${quality.toFixed(2)}`
    const text = `${where}, left by ${left.toFixed(1)} ATR in ${age} candles: ${ratiosText(ratios)}`
    return { index: d.index, quality, evidence: { score, weight: 1, text } }
  }
  return null
}

/** Harmonic patterns in the swings of the trigger timeframe: of each D the best that any size of swing finds. */
export function harmonic(input: HeadInput): Vote {
  const trigger = readTrigger(input, 60)
  if ('validity' in trigger) return abstain(harmonicCaster, input, trigger)
  const { candles, atr } = trigger
  const findings: Finding[] = []
  for (const size of sizes) {
    const found = findHarmonic(candles, turnsOf(input, size), atr)
    if (found === null) continue
    const same = findings.findIndex(({ index }) => index === found.index)
    if (same < 0) findings.push(found)
    else if ((findings[same]?.quality ?? 0) < found.quality) findings[same] = found
  }
  const evidence = findings.map((finding) => finding.evidence)
  const opinion = weigh(evidence, { fullWeight: 0.7, coverage: 1, silence: 0 })
  return cast(harmonicCaster, input, opinion)
}
