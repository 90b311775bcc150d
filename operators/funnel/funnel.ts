import type { GateStage } from '../../schemas/contracts.generated.ts'
import { gateNames, marketGateNames } from '../gates/gate-names.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import { type NearMiss, nearestMisses } from './nearest-misses.ts'
import type { Opportunity } from './opportunity.ts'
import { type ShadowResult, shadowResult } from './shadow-result.ts'

export interface GateCounts {
  readonly gate: string
  readonly stage: GateStage
  /** Opportunities that every gate before it let through. */
  readonly reached: number
  readonly refused: number
  /** Refused of those that reached it; null where none did. */
  readonly share: number | null
  /** Lower end of the share's 95 % Wilson interval: what few cases show of it. */
  readonly shareLow: number
  /** Refused because what the gate needs was not there. */
  readonly unmeasured: number
  readonly shadows: ShadowResult
  readonly nearest: readonly NearMiss[]
}

/** From opportunities to signals. Each opportunity is a signal, or refused by exactly one gate. */
export interface Funnel {
  readonly opportunities: number
  /** What the market's gates let through. */
  readonly candidates: number
  readonly signals: number
  /** In the order in which they are asked, those that refused nothing too. */
  readonly gates: readonly GateCounts[]
  /**
   * The gate, `consensus` apart, that surely refuses most of what reaches it: the one with the
   * highest lower end of its share's interval, so that two of two are no more than eighteen of
   * twenty. Null where none but `consensus` refused.
   */
  readonly binding: GateCounts | null
}

const marketGates: ReadonlySet<string> = new Set(marketGateNames)

/** The funnel of opportunities, given in any order. */
export function funnelOf(opportunities: Iterable<Opportunity>): Funnel {
  const refusals = new Map<string, Opportunity[]>(gateNames.map((gate) => [gate, []]))
  let all = 0
  let signals = 0
  for (const opportunity of opportunities) {
    all++
    const { gate } = opportunity
    if (gate === null) {
      signals++
      continue
    }
    // A name that this version does not know is counted behind those it does.
    const refused = refusals.get(gate)
    if (refused === undefined) refusals.set(gate, [opportunity])
    else refused.push(opportunity)
  }
  let reached = all
  let candidates = all
  const gates = [...refusals].map(([gate, refused]): GateCounts => {
    const counts = countsOf(gate, reached, refused)
    reached -= refused.length
    if (counts.stage === 'MARKET') candidates = reached
    return counts
  })
  return { opportunities: all, candidates, signals, gates, binding: bindingOf(gates) }
}

function countsOf(gate: string, reached: number, refused: readonly Opportunity[]): GateCounts {
  const misses = refused.filter(({ threshold }) => threshold !== null)
  return {
    gate,
    stage: marketGates.has(gate) ? 'MARKET' : 'DESK',
    reached,
    refused: refused.length,
    share: reached > 0 ? refused.length / reached : null,
    shareLow: wilsonInterval(refused.length, reached).low,
    unmeasured: misses.filter(({ value }) => value === null).length,
    shadows: shadowResult(refused),
    nearest: nearestMisses(refused),
  }
}

function bindingOf(gates: readonly GateCounts[]): GateCounts | null {
  let binding: GateCounts | null = null
  for (const counts of gates) {
    if (counts.gate === 'consensus' || counts.refused === 0) continue
    if (binding === null || counts.shareLow > binding.shareLow) binding = counts
  }
  return binding
}
