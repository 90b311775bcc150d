import type { Candle, Vote } from '../../../schemas/contracts.generated.ts'
import { timeframeMs } from '../../timeframe.ts'
import { bounded, type Evidence, weigh } from '../evidence.ts'
import type { HeadInput } from '../head.ts'
import { closeOf, lowOf, type Side, sides } from '../oriented.ts'
import { swingsOf, turnsOf } from '../shared-reading.ts'
import type { Swing } from '../swings.ts'
import { readTrigger } from '../trigger.ts'
import { abstain, type Caster, cast } from '../vote.ts'
import { findBalancedPriceRange } from './balanced-price-range.ts'
import { findFairValueGap } from './fair-value-gap.ts'
import { findJudasSwing } from './judas-swing.ts'
import { findLiquiditySweep } from './liquidity-sweep.ts'
import { entryBand, findTradeEntry } from './optimal-trade-entry.ts'
import { findOrderBlock } from './order-block.ts'
import { isAsian, killZoneOf } from './session.ts'

export const ictCaster: Caster = { head: 'HEAD_E', modelVersion: 'ict-2' }

const sweepAgeMax = 5
const gapAgeMax = 24
const rangeCandles = 96
/** What counts as a gap, as the turn of an impulse, and as at a zone, in ATR. */
const gapMin = 0.12
const turnMin = 2
const nearZone = 0.15
/** Confidence outside a kill zone, and once more in the Asian session. */
const outside = 0.92
const asianDamping = 0.9

interface View {
  readonly candles: readonly Candle[]
  readonly last: Candle
  readonly atr: number
  readonly candleMs: number
  readonly swings: readonly Swing[]
  readonly turns: readonly Swing[]
}

/** Whether the newest candle came down into a zone of oriented prices and closed above its floor. */
function holds({ last, atr }: View, side: Side, low: number, high: number): boolean {
  return lowOf(last, side) <= high + nearZone * atr && closeOf(last, side) > low
}

function bullish(side: Side): string {
  return side === 1 ? 'bullish' : 'bearish'
}

/** Two oriented prices as they stand on the chart, the lower one first. */
function zone(side: Side, low: number, high: number): string {
  const [from, to] = side === 1 ? [low, high] : [-high, -low]
  return `${from.toPrecision(6)} to ${to.toPrecision(6)}`
}

function sweepEvidence({ candles, swings }: View, side: Side): Evidence | null {
  const sweep = findLiquiditySweep(candles, swings, side, sweepAgeMax)
  if (sweep === null) return null
  const what = side === 1 ? 'lows' : 'highs'
  const text = `swept ${what} at ${sweep.price.toPrecision(6)} ${sweep.age} candles ago`
  const score = side * (0.4 + 0.6 * sweep.rejection) * (1 - 0.12 * sweep.age)
  return { score, weight: 1.2, text }
}

/** A fresh gap is displacement; an older one counts when price comes back to it and holds. */
function gapEvidence({ candles, last, atr }: View, side: Side): Evidence | null {
  const gap = findFairValueGap(candles, side, gapAgeMax, gapMin * atr)
  if (gap === null) return null
  const size = (gap.high - gap.low) / atr
  const fresh = gap.age <= 2
  const retest = lowOf(last, side) <= gap.high + 0.25 * atr && closeOf(last, side) > gap.low
  if (!fresh && !retest) return null
  const text = `${fresh ? 'fresh' : 'retested'} ${bullish(side)} gap of ${size.toFixed(2)} ATR`
  return { score: side * bounded(0.35 + size), weight: fresh && !retest ? 0.7 : 1, text }
}

function blockEvidence(view: View, side: Side): Evidence | null {
  const block = findOrderBlock(view.candles, view.swings, side, view.atr)
  if (block === null || block.brokenAge < 2 || !holds(view, side, block.low, block.high))
    return null
  const where = `${zone(side, block.low, block.high)}, ${block.age} candles old`
  const text = `back at the ${bullish(side)} order block ${where}`
  return { score: side * bounded(0.5 + 0.1 * block.displacement), weight: 1, text }
}

function balanceEvidence(view: View, side: Side): Evidence | null {
  const { candles, atr } = view
  const range = findBalancedPriceRange(candles, side, gapAgeMax, gapMin * atr)
  // Only a return counts: the rush that completed it says nothing about the zone yet.
  if (range === null || range.age < 2 || !holds(view, side, range.low, range.high)) return null
  const where = `${zone(side, range.low, range.high)}, ${range.age} candles old`
  const text = `held the ${bullish(side)} balanced price range ${where}`
  return { score: side * bounded(0.5 + (range.high - range.low) / atr), weight: 0.6, text }
}

function judasEvidence({ candles, atr, candleMs }: View, side: Side): Evidence | null {
  const judas = findJudasSwing(candles, side, atr, candleMs)
  if (judas === null) return null
  const move = `${judas.depth.toFixed(1)} ATR ${side === 1 ? 'down' : 'up'}, ${judas.age} candles ago`
  const text = `Judas swing of ${judas.session}: ${move}`
  return { score: side * bounded(0.3 * (judas.depth + judas.reclaimed)), weight: 0.8, text }
}

function entryEvidence({ candles, turns, atr }: View): Evidence | null {
  const entry = findTradeEntry(candles, turns, atr)
  if (entry === null) return null
  const off = Math.abs(entry.retraced - entryBand.middle) / (entryBand.most - entryBand.middle)
  const way = `${entry.retraced.toFixed(2)} of an impulse of ${entry.impulse.toFixed(1)} ATR`
  const text = `optimal trade entry ${entry.side === 1 ? 'up' : 'down'}: back ${way}`
  return { score: entry.side * (1 - 0.3 * bounded(off)), weight: 0.9, text }
}

/** Where the close stands in the day's range: cheap speaks for LONG, dear for SHORT. */
function locationEvidence({ candles, last }: View): Evidence {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let index = Math.max(0, candles.length - rangeCandles); index < candles.length; index += 1) {
    const candle = candles[index]
    if (candle === undefined) continue
    low = Math.min(low, candle.low)
    high = Math.max(high, candle.high)
  }
  const place = high > low ? (last.close - low) / (high - low) : 0.5
  const name = place < 0.5 ? 'discount' : 'premium'
  return { score: 1 - 2 * place, weight: 0.4, text: `${name}: ${place.toFixed(2)} of the range` }
}

/**
 * Inner circle trader concepts on the trigger timeframe: swept liquidity, order blocks, fair value gaps and balanced price ranges, the
 * optimal trade entry, discount and premium, the Judas swing; in the hours of New York that the school trades in.
 */
export function ict(input: HeadInput): Vote {
  const trigger = readTrigger(input, 50)
  if ('validity' in trigger) return abstain(ictCaster, input, trigger)
  const view: View = {
    ...trigger,
    candleMs: timeframeMs[input.trigger],
    swings: swingsOf(input, input.trigger),
    turns: turnsOf(input, turnMin),
  }
  const found: (Evidence | null)[] = []
  for (const side of sides) {
    found.push(
      sweepEvidence(view, side),
      gapEvidence(view, side),
      blockEvidence(view, side),
      balanceEvidence(view, side),
      judasEvidence(view, side),
    )
  }
  found.push(entryEvidence(view), locationEvidence(view))
  const evidence = found.filter((one) => one !== null)

  const killZone = killZoneOf(view.last.open_time)
  const asian = isAsian(view.last.open_time)
  const coverage = killZone === null ? outside * (asian ? asianDamping : 1) : 1
  const opinion = weigh(evidence, { fullWeight: 1.75, coverage, silence: 0 })
  const reasons = [...opinion.reasons]
  if (killZone !== null) reasons.push(`in the ${killZone.name} kill zone`)
  if (asian) reasons.push('dampened: Asian session')
  return cast(ictCaster, input, { ...opinion, reasons })
}
