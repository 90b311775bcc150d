import type { Candle, Vote } from '../../schemas/contracts.generated.ts'
import { bounded, type Evidence, weigh } from './evidence.ts'
import type { HeadInput } from './head.ts'
import { readFeature, readTrigger } from './trigger.ts'
import { abstain, type Caster, cast } from './vote.ts'

export const volumeCaster: Caster = { head: 'HEAD_C', modelVersion: 'volume-1' }

const measures = 5
const window = 20

/** Mean volume of rising candles against that of falling ones, −1 to 1: how many there were says nothing. */
function leanOf(candles: readonly Candle[]): number {
  let up = 0
  let down = 0
  let rises = 0
  let falls = 0
  for (const { open, close, volume } of candles.slice(-window)) {
    if (close > open) {
      up += volume
      rises += 1
    } else if (close < open) {
      down += volume
      falls += 1
    }
  }
  if (rises === 0 || falls === 0) return 0
  const meanUp = up / rises
  const meanDown = down / falls
  return meanUp + meanDown === 0 ? 0 : (meanUp - meanDown) / (meanUp + meanDown)
}

/** Asks on which side the volume was, and believes it less where little traded. */
export function volume(input: HeadInput): Vote {
  const trigger = readTrigger(input, window + 1)
  if ('validity' in trigger) return abstain(volumeCaster, input, trigger)
  const { candles, last, atr } = trigger
  const absent: string[] = []
  const relative = readFeature(input, '15m', 'relative_volume_20', absent)
  if (relative === null) {
    return abstain(
      volumeCaster,
      input,
      { validity: 'NO_DATA', reason: 'nothing traded before' },
      absent,
    )
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
  // What volume adds to the momentum that price has without it.
  const mfi = readFeature(input, '15m', 'mfi_14', absent)
  const rsi = readFeature(input, '15m', 'rsi_14', absent)
  if (mfi !== null && rsi !== null) {
    const surplus = mfi - rsi
    add(surplus / 25, `MFI is ${mfi.toFixed(1)} where RSI is ${rsi.toFixed(1)}`)
  }
  const vwap = readFeature(input, '15m', 'vwap', absent)
  if (vwap !== null) {
    const distance = (last.close - vwap) / atr
    add(distance / 4, `close stands ${distance.toFixed(2)} ATR from the day's VWAP`, 0.5)
  }
  const taker = readFeature(input, '15m', 'taker_buy_ratio_20', absent)
  if (taker !== null) add((taker - 0.5) / 0.05, `takers bought ${(100 * taker).toFixed(1)} %`)

  const coverage = (0.5 + (0.5 * evidence.length) / measures) * (0.8 + 0.2 * Math.min(1, relative))
  const opinion = weigh(evidence, { fullWeight: 0.5 * evidence.length, coverage, silence: 1 })
  return cast(volumeCaster, input, opinion, absent)
}
