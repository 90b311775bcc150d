import type { Vote } from '../../schemas/contracts.generated.ts'
import { readContext, refuseWithout } from './context-reading.ts'
import { bounded, type Evidence, weigh } from './evidence.ts'
import type { HeadInput } from './head.ts'
import { readFeature } from './trigger.ts'
import { abstain, type Caster, cast } from './vote.ts'

export const cryptoCaster: Caster = { head: 'HEAD_I', modelVersion: 'crypto-1' }

const measures = 6
/** Funding from 0 to the exchange's base rate is nobody's crowd; this far outside, it is a full one. */
const fundingNeutral = 0.0001
const fundingCrowd = 0.0001

/**
 * What only crypto derivatives show: fades crowded funding and accounts, follows takers, and believes a
 * move into which open interest flows.
 */
export function cryptoMetrics(input: HeadInput): Vote {
  const absent: string[] = []
  const kinds = ['funding', 'open_interest_change', 'long_short_ratio', 'taker_flow']
  const reading = readContext(input, kinds, absent)
  const [funding = null, openInterest = null, accounts = null, flow = null] = reading.values
  const near = readFeature(input, input.trigger, 'taker_buy_ratio_20', absent)
  const far = readFeature(input, input.analysis, 'taker_buy_ratio_20', absent)
  const evidence: Evidence[] = []
  const add = (score: number, text: string) => {
    evidence.push({ score: bounded(score), weight: 1, text })
  }

  if (funding !== null) {
    const over = Math.max(0, funding - fundingNeutral) + Math.min(0, funding)
    add(-over / fundingCrowd, `funding is ${(100 * funding).toFixed(4)} %`)
  }
  const trend = input.features[input.analysis]?.roc_12 ?? null
  if (openInterest !== null && trend !== null) {
    const text = `open interest changed ${(100 * openInterest).toFixed(1)} %, price ${trend.toFixed(1)} %`
    add((Math.max(0, openInterest) / 0.05) * bounded(trend), text)
  }
  if (accounts !== null) {
    const crowd = accounts > 1 ? accounts - 1 : 1 - 1 / accounts
    add(-crowd / 1.5, `${accounts.toFixed(2)} long accounts for each short one`)
  }
  if (flow !== null) add((flow - 1) / 0.2, `takers bought ${flow.toFixed(2)} for each 1 sold`)
  if (near !== null)
    add((near - 0.5) / 0.05, `takers of ${input.trigger} bought ${(100 * near).toFixed(1)} %`)
  if (far !== null)
    add((far - 0.5) / 0.04, `takers of ${input.analysis} bought ${(100 * far).toFixed(1)} %`)

  if (evidence.length === 0)
    return abstain(cryptoCaster, input, refuseWithout(reading, absent), absent)
  const coverage = 0.7 + (0.3 * evidence.length) / measures
  const opinion = weigh(evidence, {
    fullWeight: Math.max(1, 0.6 * evidence.length),
    coverage,
    silence: 0.5,
  })
  return cast(cryptoCaster, input, opinion, absent)
}
