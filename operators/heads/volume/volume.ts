import type { Candle, Vote } from '../../../schemas/contracts.generated.ts'
import { bounded, type Evidence, weigh } from '../evidence.ts'
import type { HeadInput } from '../head.ts'
import { sides } from '../oriented.ts'
import { swingsOf } from '../shared-reading.ts'
import { readFeature, readTrigger } from '../trigger.ts'
import { abstain, type Caster, cast } from '../vote.ts'
import { findDivergence, onBalanceVolume } from './on-balance-volume.ts'
import { type ProfileReading, readProfile } from './profile-reading.ts'
import { readVolumeProfile } from './volume-profile.ts'

export const volumeCaster: Caster = { head: 'HEAD_C', modelVersion: 'volume-2' }

/** What is measured on every candle. */
const measures = 6
const window = 20
/** Candles of a profile: a day of 15m. */
const profileCandles = 96
/** What each place of the profile says. */
const said: { readonly [kind in ProfileReading['kind']]: number } = {
  'left value': 0.7,
  'back in value': 0.8,
  'held a high-volume node': 0.6,
  'through a thin place': 0.4,
}

/** Mean volume of rising candles against that of falling ones, −1 to 1: how many there were says nothing. */
function leanOf(candles: readonly Candle[]): number {
  let up = 0
  let down = 0
  let rises = 0
  let falls = 0
  for (let index = Math.max(0, candles.length - window); index < candles.length; index += 1) {
    const candle = candles[index]
    if (candle === undefined) continue
    if (candle.close > candle.open) {
      up += candle.volume
      rises += 1
    } else if (candle.close < candle.open) {
      down += candle.volume
      falls += 1
    }
  }
  if (rises === 0 || falls === 0) return 0
  const meanUp = up / rises
  const meanDown = down / falls
  return meanUp + meanDown === 0 ? 0 : (meanUp - meanDown) / (meanUp + meanDown)
}

/** The way of on-balance volume over the window, as a share of all volume in it. */
function balanceShare(candles: readonly Candle[], balance: readonly number[]): number {
  let sum = 0
  for (let index = candles.length - window; index < candles.length; index += 1) {
    sum += candles[index]?.volume ?? 0
  }
  const change = (balance.at(-1) ?? 0) - (balance.at(-1 - window) ?? 0)
  return sum === 0 ? 0 : change / sum
}

/** What the day's profile and the swings show, besides what every candle measures. */
function eventEvidence(
  input: HeadInput,
  candles: readonly Candle[],
  balance: readonly number[],
  atr: number,
): Evidence[] {
  const found: Evidence[] = []
  const profile = readVolumeProfile(candles.slice(-profileCandles))
  const swings = swingsOf(input, input.trigger)
  for (const side of sides) {
    const reading = profile === null ? null : readProfile(candles, profile, side, atr)
    if (reading !== null && profile !== null) {
      const where = `${reading.kind} at ${reading.price.toPrecision(6)}, ${reading.distance.toFixed(2)} ATR away`
      const around = `most traded at ${profile.pointOfControl.toPrecision(6)}`
      const text = `${side === 1 ? 'up' : 'down'}: ${where}, ${around}`
      found.push({ score: side * said[reading.kind], weight: 0.8, text })
    }
    const divergence = findDivergence(candles, swings, balance, side, atr)
    if (divergence !== null) {
      const name = side === 1 ? 'bullish' : 'bearish'
      const { before, price, gain, age } = divergence
      const way = `${price.toPrecision(6)} after ${before.toPrecision(6)}, ${age} candles ago`
      const text = `${name} divergence: ${way}, OBV ${gain.toFixed(1)} candles of volume the other way`
      found.push({ score: side * bounded(0.4 + gain / 10), weight: 0.8, text })
    }
  }
  return found
}

/**
 * Asks on which side the volume was: candle by candle, over a day's prices, and at the swings; believes it less where
 * little traded.
 */
export function volume(input: HeadInput): Vote {
  const trigger = readTrigger(input, window + 1)
  if ('validity' in trigger) return abstain(volumeCaster, input, trigger)
  const { candles, last, atr } = trigger
  const absent: string[] = []
  const relative = readFeature(input, input.trigger, 'relative_volume_20', absent)
  if (relative === null) {
    const reason = 'nothing traded before'
    return abstain(volumeCaster, input, { validity: 'NO_DATA', reason }, absent)
  }
  const evidence: Evidence[] = []
  const add = (score: number, text: string, weight = 1) => {
    evidence.push({ score: bounded(score), weight, text })
  }

  const lean = leanOf(candles)
  add(lean / 0.4, `volume leans ${lean.toFixed(2)} to rising candles`)
  const body = (last.close - last.open) / atr
  const effort = Math.max(0, relative - 1) / 2
  add(
    body * effort,
    `a body of ${body.toFixed(2)} ATR at ${relative.toFixed(2)} times usual volume`,
  )
  const balance = onBalanceVolume(candles)
  const share = balanceShare(candles, balance)
  add(share / 0.6, `OBV went ${share.toFixed(2)} of the volume of ${window} candles`, 0.5)
  // What volume adds to the momentum that price has without it.
  const mfi = readFeature(input, input.trigger, 'mfi_14', absent)
  const rsi = readFeature(input, input.trigger, 'rsi_14', absent)
  if (mfi !== null && rsi !== null) {
    const surplus = mfi - rsi
    add(surplus / 25, `MFI is ${mfi.toFixed(1)} where RSI is ${rsi.toFixed(1)}`)
  }
  const vwap = readFeature(input, input.trigger, 'vwap', absent)
  if (vwap !== null) {
    const distance = (last.close - vwap) / atr
    add(distance / 4, `close stands ${distance.toFixed(2)} ATR from the day's VWAP`, 0.5)
  }
  const taker = readFeature(input, input.trigger, 'taker_buy_ratio_20', absent)
  if (taker !== null) add((taker - 0.5) / 0.05, `takers bought ${(100 * taker).toFixed(1)} %`)

  const measured = evidence.length
  evidence.push(...eventEvidence(input, candles, balance, atr))
  const coverage = (0.5 + (0.5 * measured) / measures) * (0.8 + 0.2 * Math.min(1, relative))
  const opinion = weigh(evidence, { fullWeight: 0.58 * measured, coverage, silence: 1 })
  return cast(volumeCaster, input, opinion, absent)
}
