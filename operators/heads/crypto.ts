import type { Vote } from '../../schemas/contracts.generated.ts'
import { readContext, refuseWithout } from './context-reading.ts'
import { readCvdDivergence } from './cvd-divergence.ts'
import { bounded, type Evidence, weigh } from './evidence.ts'
import type { HeadInput } from './head.ts'
import { readFeature } from './trigger.ts'
import { abstain, type Caster, cast } from './vote.ts'

export const cryptoCaster: Caster = { head: 'HEAD_I', modelVersion: 'crypto-2' }

const kinds = [
  'funding',
  'open_interest_change',
  'long_short_ratio',
  'taker_flow',
  'premium',
  'liquidations',
  'breadth',
]
/** So many make a full opinion; there may be more. */
const measures = 6
/** Funding from 0 to the exchange's base rate is nobody's crowd; this far outside, it is a full one. */
const fundingNeutral = 0.0001
const fundingCrowd = 0.0001
/** A mark price so far from the index is a crowd's. */
const premiumCrowd = 0.0005
/** Three long accounts for each short one, or a third of one, are an extreme. */
const accountsExtreme = 3
/** All but so many of the traded coins ahead of Bitcoin, or behind it. */
const breadthFull = 0.25
const leader = 'BTC'

/**
 * What only crypto shows: fades crowded funding, premium and accounts and those who were just liquidated, follows takers unless they and the price
 * go apart, believes a move into which open interest flows, and in other coins than Bitcoin the breadth of the market.
 */
export function cryptoMetrics(input: HeadInput): Vote {
  const absent: string[] = []
  const reading = readContext(input, kinds, absent)
  const [funding = null, openInterest = null, accounts = null, flow = null] = reading.values
  const [premium = null, liquidations = null, breadth = null] = reading.values.slice(4)
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
    add(-crowd / (accountsExtreme - 1), `${accounts.toFixed(2)} long accounts for each short one`)
  }
  if (premium !== null)
    add(-premium / premiumCrowd, `mark price is ${(100 * premium).toFixed(3)} % above the index`)
  if (liquidations !== null) {
    const who = liquidations < 0 ? 'longs' : 'shorts'
    const share = (50 * (1 + Math.abs(liquidations))).toFixed(0)
    add(-liquidations, `${share} % of what was liquidated within an hour were ${who}`)
  }
  if (breadth !== null && !input.symbol.startsWith(leader))
    add((breadth - 0.5) / breadthFull, `${(100 * breadth).toFixed(0)} % of the coins beat Bitcoin`)
  const atr = input.features[input.trigger]?.atr_14 ?? null
  const apart = readCvdDivergence(input.candles[input.trigger] ?? [], atr ?? 0)
  if (apart === undefined) absent.push('cvd_divergence')
  else if (apart !== null) add(apart.score, apart.text)
  if (flow !== null) add((flow - 1) / 0.2, `takers bought ${flow.toFixed(2)} for each 1 sold`)
  if (near !== null)
    add((near - 0.5) / 0.05, `takers of ${input.trigger} bought ${(100 * near).toFixed(1)} %`)
  if (far !== null)
    add((far - 0.5) / 0.04, `takers of ${input.analysis} bought ${(100 * far).toFixed(1)} %`)

  if (evidence.length === 0)
    return abstain(cryptoCaster, input, refuseWithout(reading, absent), absent)
  const coverage = 0.7 + 0.3 * Math.min(1, evidence.length / measures)
  const opinion = weigh(evidence, {
    fullWeight: Math.max(1, 0.6 * evidence.length),
    coverage,
    silence: 0.5,
  })
  return cast(cryptoCaster, input, opinion, absent)
}
