import type { Candle, Vote } from '../../../schemas/contracts.generated.ts'
import { bounded, type Evidence, weigh } from '../evidence.ts'
import type { HeadInput } from '../head.ts'
import { type Side, sides } from '../oriented.ts'
import { swingsOf, turnsOf } from '../shared-reading.ts'
import type { Swing } from '../swings.ts'
import { readTrigger } from '../trigger.ts'
import { abstain, type Caster, cast } from '../vote.ts'
import { findCandlesticks } from './candlestick.ts'
import { findDoubleBottom } from './double-bottom.ts'
import { findFlag } from './flag.ts'
import { findHeadAndShoulders } from './head-and-shoulders.ts'
import { hasTurned, levelAtLow, levelClosedThrough } from './level.ts'
import { findTrendLine } from './trend-line.ts'

export const rulesCaster: Caster = { head: 'HEAD_D', modelVersion: 'rules-2' }

/** Swings that make a full level. */
const touchesFull = 4
/** Of a candlestick pattern's strength, where it stands at no level. */
const inMidAir = 0.6
/** What counts as a turn of a chart pattern, in ATR. */
const turnMin = 2
/** Each candle after a break takes so much of what it says. */
const fading = 0.1

interface View {
  readonly candles: readonly Candle[]
  readonly atr: number
  readonly near: readonly Swing[]
  readonly levels: readonly Swing[]
  readonly turns: readonly Swing[]
}

function named(side: Side, up: string, down: string): string {
  return side === 1 ? up : down
}

/** Candlestick patterns, believed where they stand at a level, and what price does at levels. */
function levelEvidence(view: View, side: Side, found: Evidence[]): void {
  const { candles, levels, atr } = view
  const level = levelAtLow(candles, levels, side, atr)
  if (level !== null && hasTurned(candles, level, side, atr)) {
    const score = (side * Math.min(level.touches, touchesFull)) / touchesFull
    const where = `${named(side, 'support', 'resistance')} ${level.price.toPrecision(6)}`
    found.push({ score, weight: 0.7, text: `turned at ${where}, ${level.touches} touches` })
  }
  const through = levelClosedThrough(candles, levels, side, atr)
  if (through !== null) {
    const score = (side * Math.min(through.touches, touchesFull)) / touchesFull
    const text = `closed through ${through.touches} swings ${named(side, 'above', 'below')}`
    found.push({ score, weight: 0.8, text })
  }
}

function candlestickEvidence({ candles, levels, atr }: View, found: Evidence[]): void {
  const sticks = findCandlesticks(candles)
  for (const side of sides) {
    const stick = side === 1 ? sticks.rising : sticks.falling
    if (stick === null) continue
    const level = levelAtLow(candles, levels, side, atr)
    const share = level === null ? inMidAir : 1
    const where = level === null ? 'in mid-air' : `at ${level.price.toPrecision(6)}`
    const text = `${named(side, 'rising', 'falling')} ${stick.name} ${where}`
    found.push({ score: side * share * stick.strength, weight: 1, text })
  }
}

function lineEvidence({ candles, near, atr }: View, side: Side, found: Evidence[]): void {
  const line = findTrendLine(candles, near, side, atr)
  if (line === null) return
  const name = named(side, 'line under the lows', 'line over the highs')
  const text = `${line.state} the ${name} at ${line.price.toPrecision(6)}, ${line.touches} touches in ${line.age} candles`
  const way = line.state === 'held' ? side : -side
  found.push({ score: way * bounded(line.touches / 5), weight: 0.7, text })
}

function shapeEvidence(view: View, side: Side, found: Evidence[]): void {
  const { candles, turns, atr } = view
  const double = findDoubleBottom(candles, turns, side, atr)
  if (double !== null) {
    const name = named(side, 'double bottom', 'double top')
    const text = `${name} at ${double.price.toPrecision(6)}: through ${double.neckline.toPrecision(6)} ${double.age} candles ago`
    const score = side * bounded(0.5 + double.depth / 10) * (1 - fading * double.age)
    found.push({ score, weight: 1, text })
  }
  const shoulders = findHeadAndShoulders(candles, turns, side, atr)
  if (shoulders !== null) {
    const name = named(side, 'inverse head and shoulders', 'head and shoulders')
    const text = `${name} at ${shoulders.price.toPrecision(6)}: through ${shoulders.neckline.toPrecision(6)} ${shoulders.age} candles ago`
    const score = side * bounded(0.6 + shoulders.depth / 10) * (1 - fading * shoulders.age)
    found.push({ score, weight: 1.2, text })
  }
  const flag = findFlag(candles, side, atr)
  if (flag !== null) {
    const name = named(side, 'bull flag', 'bear flag')
    const text = `${name}: ${flag.retraced.toFixed(2)} of ${flag.pole.toFixed(1)} ATR given back in ${flag.length} candles, left ${flag.age} candles ago`
    const score = side * bounded(0.5 + flag.pole / 20) * (1 - fading * flag.age)
    found.push({ score, weight: 0.9, text })
  }
}

/**
 * The rules of chart reading: candlestick patterns, believed where they stand at a support or resistance, turns at levels
 * and closes through them, trend lines, double tops and bottoms, head and shoulders, flags.
 */
export function rules(input: HeadInput): Vote {
  const trigger = readTrigger(input, 40)
  if ('validity' in trigger) return abstain(rulesCaster, input, trigger)
  const { candles, atr } = trigger
  const { analysis } = input
  const absent = (input.candles[analysis] ?? []).length < 20 ? [`${analysis}.candles`] : []
  const near = swingsOf(input, input.trigger)
  const levels = [...near, ...swingsOf(input, analysis)]
  const view: View = { candles, atr, near, levels, turns: turnsOf(input, turnMin) }
  const evidence: Evidence[] = []
  candlestickEvidence(view, evidence)
  for (const side of sides) {
    levelEvidence(view, side, evidence)
    lineEvidence(view, side, evidence)
    shapeEvidence(view, side, evidence)
  }
  const opinion = weigh(evidence, {
    fullWeight: 2,
    coverage: absent.length > 0 ? 0.9 : 1,
    silence: 0,
  })
  return cast(rulesCaster, input, opinion, absent)
}
