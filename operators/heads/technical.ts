import type { Vote } from '../../schemas/contracts.generated.ts'
import { bounded, type Evidence, weigh } from './evidence.ts'
import type { HeadInput } from './head.ts'
import { readFeature, readTrigger } from './trigger.ts'
import { abstain, type Caster, cast } from './vote.ts'

export const technicalCaster: Caster = { head: 'HEAD_A', modelVersion: 'technical-1' }

const measures = 5

/** Follows trend and momentum where the classic indicators of 15m and the trend of 1h point one way. */
export function technical(input: HeadInput): Vote {
  const trigger = readTrigger(input, 26)
  if ('validity' in trigger) return abstain(technicalCaster, input, trigger)
  const { atr, last } = trigger
  const absent: string[] = []
  const evidence: Evidence[] = []
  const add = (score: number, text: string) => {
    evidence.push({ score: bounded(score), weight: 1, text })
  }

  const fast = readFeature(input, '15m', 'ema_9', absent)
  const slow = readFeature(input, '15m', 'ema_50', absent)
  if (fast !== null && slow !== null) {
    const distance = (fast - slow) / atr
    add(distance / 4, `EMA 9 stands ${distance.toFixed(2)} ATR from EMA 50`)
  }
  const histogram = readFeature(input, '15m', 'macd_histogram', absent)
  if (histogram !== null) {
    const share = histogram / atr
    add(share / 0.35, `MACD histogram is ${share.toFixed(2)} ATR`)
  }
  const rsi = readFeature(input, '15m', 'rsi_14', absent)
  if (rsi !== null) add((rsi - 50) / 28, `RSI 14 is ${rsi.toFixed(1)}`)
  const adx = readFeature(input, '15m', 'adx_14', absent)
  const plus = readFeature(input, '15m', 'plus_di_14', absent)
  const minus = readFeature(input, '15m', 'minus_di_14', absent)
  if (adx !== null && plus !== null && minus !== null && plus + minus > 0) {
    const lead = (plus - minus) / (plus + minus)
    const text = `+DI ${plus.toFixed(1)} against −DI ${minus.toFixed(1)}, ADX ${adx.toFixed(1)}`
    add(lead * 1.6 * Math.min(1, adx / 30), text)
  }
  const hourly = readFeature(input, '1h', 'ema_50', absent)
  const hourlyAtr = readFeature(input, '1h', 'atr_14', absent)
  if (hourly !== null && hourlyAtr !== null && hourlyAtr > 0) {
    const distance = (last.close - hourly) / hourlyAtr
    add(distance / 4.5, `close stands ${distance.toFixed(2)} ATR from EMA 50 of 1h`)
  }

  if (evidence.length < 3) {
    return abstain(
      technicalCaster,
      input,
      { validity: 'WARMING', reason: 'under 3 of 5 measures' },
      absent,
    )
  }
  const coverage = evidence.length / measures
  const opinion = weigh(evidence, { fullWeight: evidence.length, coverage, silence: 1 })
  return cast(technicalCaster, input, opinion, absent)
}
