import type { Candle, Vote } from '../../../schemas/contracts.generated.ts'
import { bounded, type Evidence, weigh } from '../evidence.ts'
import type { HeadInput } from '../head.ts'
import { type Side, sides } from '../oriented.ts'
import { turnsOf } from '../shared-reading.ts'
import type { Swing } from '../swings.ts'
import { readTrigger } from '../trigger.ts'
import { abstain, type Caster, cast } from '../vote.ts'
import { findAbsorption, findFailingEffort } from './effort.ts'
import { findFalseExit, findTrueExit } from './range-exit.ts'
import { type EventName, followSchematic, relativeVolumes } from './schematic.ts'
import { eventCandles, findTradingRange, rangeCandles, type TradingRange } from './trading-range.ts'

export const wyckoffCaster: Caster = { head: 'HEAD_F', modelVersion: 'wyckoff-2' }

/** What counts as the turn of a wave, in ATR. */
const turnMin = 1.5
/** Candles in which an event of the schematic speaks, and what each says: the later, the more. */
const eventAgeMax = 5
const said: { readonly [name in EventName]: number } = {
  PS: 0,
  SC: 0.3,
  AR: 0,
  ST: 0.4,
  spring: 0.7,
  test: 0.9,
  SOS: 0.8,
  LPS: 1,
}
/** Events before it with which an event is fully believed. */
const storyFull = 5

const upsideDown: { readonly [name in EventName]: string } = {
  PS: 'PSY',
  SC: 'BC',
  AR: 'AR',
  ST: 'ST',
  spring: 'UTAD',
  test: 'test',
  SOS: 'SOW',
  LPS: 'LPSY',
}

interface View {
  readonly candles: readonly Candle[]
  readonly volumes: readonly number[]
  readonly atr: number
  readonly range: TradingRange
  readonly turns: readonly Swing[]
}

function schematicEvidence({ candles, volumes, atr }: View, side: Side): Evidence | null {
  const schematic = followSchematic(candles, volumes, side, atr)
  const newest = schematic?.events.at(-1)
  if (schematic === null || newest === undefined) return null
  const age = candles.length - 1 - newest.index
  if (age > eventAgeMax || said[newest.name] === 0) return null
  const story = Math.min(1, (schematic.events.length - 1) / storyFull)
  const score = side * said[newest.name] * (0.6 + 0.4 * story) * (1 - 0.08 * age)
  const nameOf = (name: EventName) => (side === 1 ? name : upsideDown[name])
  const events = schematic.events.map(({ name }) => nameOf(name)).join(' ')
  const [low, high] =
    side === 1 ? [schematic.low, schematic.high] : [-schematic.high, -schematic.low]
  const where = `${side === 1 ? 'accumulation' : 'distribution'} ${low.toPrecision(6)} to ${high.toPrecision(6)}`
  const when = `${nameOf(newest.name)} ${age} candles ago at ${newest.volume.toFixed(1)} times the volume`
  return { score, weight: 1.2, text: `${where}: ${events}; ${when}` }
}

function falseExitEvidence({ candles, range }: View, side: Side): Evidence | null {
  const exit = findFalseExit(candles, range, side)
  if (exit === null) return null
  const name = side === 1 ? 'spring' : 'upthrust'
  const text = `${name} at ${exit.volume.toFixed(1)} times the volume`
  return { score: side * bounded(0.35 + 0.15 * exit.volume + exit.distance), weight: 1, text }
}

function trueExitEvidence({ candles, range, atr }: View, side: Side): Evidence | null {
  const exit = findTrueExit(candles, range, side, atr)
  if (exit === null) return null
  const name = side === 1 ? 'sign of strength' : 'sign of weakness'
  const text = `${name}: ${exit.distance.toFixed(2)} ATR outside at ${exit.volume.toFixed(1)} times the volume`
  const expanded = Math.min(1, Math.max(0, exit.volume - 1))
  return {
    score: side * bounded(0.5 * Math.min(1, exit.distance) + 0.5 * expanded),
    weight: 1,
    text,
  }
}

function absorptionEvidence({ candles, range, atr }: View, side: Side): Evidence | null {
  const found = findAbsorption(candles, range.volume, side, atr)
  if (found === null) return null
  const effort = found.effort.toFixed(1)
  const text = `${side === 1 ? 'rise' : 'fall'} absorbed: ${effort} times the volume, no result`
  const score = -side * bounded(found.rejected * Math.min(1, found.effort / 3))
  return { score, weight: 0.8, text }
}

function failingEvidence({ candles, turns }: View, side: Side): Evidence | null {
  const found = findFailingEffort(candles, turns, side)
  if (found === null) return null
  const name = side === 1 ? 'rises' : 'falls'
  const text = `${name} tire: ${found.effort.toFixed(2)} times the effort for ${found.result.toFixed(2)} of the result`
  return { score: -side * bounded(1.2 - found.result), weight: 0.5, text }
}

/**
 * Wyckoff: the events of an accumulation or a distribution in their order, springs and upthrusts of the trading range, its
 * breaks, and effort against result.
 */
export function wyckoff(input: HeadInput): Vote {
  const trigger = readTrigger(input, rangeCandles + eventCandles)
  if ('validity' in trigger) return abstain(wyckoffCaster, input, trigger)
  const { candles, atr } = trigger
  const range = findTradingRange(candles)
  if (range.volume === 0 || range.high === range.low) {
    const reason = 'nothing traded in the range'
    return abstain(wyckoffCaster, input, { validity: 'NO_DATA', reason })
  }
  const turns = turnsOf(input, turnMin)
  const view: View = { candles, volumes: relativeVolumes(candles), atr, range, turns }
  const found: (Evidence | null)[] = []
  for (const side of sides) {
    found.push(
      falseExitEvidence(view, side),
      trueExitEvidence(view, side),
      schematicEvidence(view, side),
      absorptionEvidence(view, side),
      failingEvidence(view, side),
    )
  }
  const evidence = found.filter((one) => one !== null)
  // The more the 'range' was a trend, the less its borders mean.
  const coverage = 1 - 0.3 * Math.abs(range.drift)
  const opinion = weigh(evidence, { fullWeight: 1.7, coverage, silence: 0 })
  const width = (range.high - range.low) / atr
  const where = `range of ${width.toFixed(1)} ATR, drift ${range.drift.toFixed(2)}`
  return cast(wyckoffCaster, input, { ...opinion, reasons: [...opinion.reasons, where] })
}
