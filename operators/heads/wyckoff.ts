import type { Candle, Vote } from '../../schemas/contracts.generated.ts'
import { bounded, type Evidence, weigh } from './evidence.ts'
import type { HeadInput } from './head.ts'
import { bodyOf, closeOf, highOf, lowOf, type Side, sides } from './oriented.ts'
import { readTrigger } from './trigger.ts'
import { abstain, type Caster, cast } from './vote.ts'

export const wyckoffCaster: Caster = { head: 'HEAD_F', modelVersion: 'wyckoff-1' }

/** Candles of the range, and those after it in which its events are looked for. */
const rangeCandles = 64
const eventCandles = 6

interface Range {
  readonly low: number
  readonly high: number
  readonly volume: number
  /** Net move over width: a range goes nowhere. */
  readonly drift: number
}

function rangeOf(candles: readonly Candle[]): Range {
  const end = candles.length - eventCandles
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let volume = 0
  for (let index = end - rangeCandles; index < end; index += 1) {
    const candle = candles[index]
    if (candle === undefined) continue
    low = Math.min(low, candle.low)
    high = Math.max(high, candle.high)
    volume += candle.volume
  }
  const first = candles[end - rangeCandles]?.open ?? low
  const last = candles[end - 1]?.close ?? low
  return { low, high, volume: volume / rangeCandles, drift: (last - first) / (high - low) }
}

/** Below the range and back inside: a spring; read upside down, an upthrust. */
function springEvidence(candles: readonly Candle[], range: Range, side: Side): Evidence | null {
  const floor = side === 1 ? range.low : -range.high
  const events = candles.slice(-eventCandles)
  const last = events.at(-1)
  const below = events.filter((candle) => lowOf(candle, side) < floor)
  if (below.length === 0 || last === undefined || closeOf(last, side) <= floor) return null
  const volume = Math.max(...below.map((candle) => candle.volume)) / range.volume
  const back = (closeOf(last, side) - floor) / (range.high - range.low)
  const text = `${side === 1 ? 'spring' : 'upthrust'} at ${volume.toFixed(1)} times the volume`
  const score = side * bounded(0.35 + 0.15 * volume + back)
  return { score, weight: 1, text }
}

/** A close outside the range on expanded volume: sign of strength, or of weakness. */
function strengthEvidence(
  candles: readonly Candle[],
  range: Range,
  side: Side,
  atr: number,
): Evidence | null {
  const ceiling = side === 1 ? range.high : -range.low
  const events = candles.slice(-eventCandles)
  const last = events.at(-1)
  if (last === undefined || closeOf(last, side) <= ceiling) return null
  const beyond = (closeOf(last, side) - ceiling) / atr
  const volume =
    events.reduce((sum, candle) => sum + candle.volume, 0) / eventCandles / range.volume
  const name = side === 1 ? 'sign of strength' : 'sign of weakness'
  const text = `${name}: ${beyond.toFixed(2)} ATR outside at ${volume.toFixed(1)} times the volume`
  const score =
    side * bounded(0.5 * Math.min(1, beyond) + 0.5 * Math.min(1, Math.max(0, volume - 1)))
  return { score, weight: 1, text }
}

/** Much volume for little progress: the effort of this side is being absorbed by the other. */
function absorptionEvidence(
  candles: readonly Candle[],
  range: Range,
  side: Side,
  atr: number,
): Evidence | null {
  const last = candles.at(-1)
  if (last === undefined || last.volume < 1.5 * range.volume) return null
  const spread = highOf(last, side) - lowOf(last, side)
  if (spread === 0) return null
  const rejected = (highOf(last, side) - closeOf(last, side)) / spread
  const pushed = highOf(last, side) > Math.max(...candles.slice(-8, -1).map((c) => highOf(c, side)))
  if (!pushed || rejected < 0.5 || bodyOf(last, side) > 0.4 * atr) return null
  const effort = last.volume / range.volume
  const text = `${side === 1 ? 'rise' : 'fall'} absorbed: ${effort.toFixed(1)} times the volume, no result`
  return { score: -side * bounded(rejected * Math.min(1, effort / 3)), weight: 0.8, text }
}

/** Wyckoff: springs and upthrusts of a trading range, its breaks, and effort against result. */
export function wyckoff(input: HeadInput): Vote {
  const trigger = readTrigger(input, rangeCandles + eventCandles)
  if ('validity' in trigger) return abstain(wyckoffCaster, input, trigger)
  const { candles, atr } = trigger
  const range = rangeOf(candles)
  if (range.volume === 0 || range.high === range.low) {
    return abstain(wyckoffCaster, input, {
      validity: 'NO_DATA',
      reason: 'nothing traded in the range',
    })
  }
  const evidence: Evidence[] = []
  for (const side of sides) {
    const found = [
      springEvidence(candles, range, side),
      strengthEvidence(candles, range, side, atr),
      absorptionEvidence(candles, range, side, atr),
    ]
    for (const one of found) if (one !== null) evidence.push(one)
  }
  // The more the 'range' was a trend, the less its borders mean.
  const coverage = 1 - 0.3 * Math.abs(range.drift)
  const opinion = weigh(evidence, { fullWeight: 1.2, coverage, silence: 0 })
  const width = (range.high - range.low) / atr
  const where = `range of ${width.toFixed(1)} ATR, drift ${range.drift.toFixed(2)}`
  return cast(wyckoffCaster, input, { ...opinion, reasons: [...opinion.reasons, where] })
}
