import type { Topic } from '../engine/core/topic.ts'
import { newestStampMs, offsetsAt } from '../engine/log/by-stamp.ts'
import type { Log } from '../engine/log/log.ts'
import { recordsOf } from '../engine/log/records-of.ts'
import type { Opportunity } from '../operators/funnel/opportunity.ts'
import type { Mode, Rejection, Signal } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'

/** Opportunities that ended within some time of the source clock, in any order. */
export interface Opportunities {
  /** The time asked for ends at the newest record; null where there is none. */
  readonly toMs: number | null
  /** Where they come from; null where there are none. */
  readonly mode: Mode | null
  readonly found: readonly Opportunity[]
}

export interface OpportunitiesAsked {
  readonly lengthMs: number
  /** All symbols where it is left out. */
  readonly symbol?: string | undefined
}

/** From a log that has at least `funnelTopics`. */
export function opportunitiesIn(
  log: Log,
  { lengthMs, symbol }: OpportunitiesAsked,
  toMs = clockOf(log),
): Opportunities {
  if (toMs === null) return { toMs, mode: null, found: [] }
  const fromMs = toMs - lengthMs
  const since = <T>(topic: Topic<T>) => recordsOf(log, topic, offsetsAt(log, topic, fromMs))
  const asked = (one: { readonly value: Rejection | Signal; readonly timeMs: number }): boolean =>
    one.timeMs >= fromMs && (symbol === undefined || one.value.symbol === symbol)
  // A shadow closes after its refusal.
  const nets = new Map<string, number>()
  for (const { value } of since(topics.outcomes)) {
    if (value.kind === 'shadow') nets.set(value.candidate_id, value.net_pct)
  }
  let mode: Mode | null = null
  const found: Opportunity[] = []
  for (const rejection of since(topics.rejections)) {
    if (!asked(rejection)) continue
    const { gate, value, threshold, candidate_id: candidate } = rejection.value
    mode = rejection.value.mode
    found.push({ gate, value, threshold, shadowNetPct: nets.get(candidate) ?? null })
  }
  for (const signal of since(topics.signals)) {
    if (!asked(signal)) continue
    mode = signal.value.mode
    found.push({ gate: null, value: null, threshold: null, shadowNetPct: null })
  }
  return { toMs, mode, found }
}

/** What a funnel is made of. */
export const funnelTopics = [topics.rejections, topics.signals, topics.outcomes] as const

/** The same four topics as the view `source_clock`, as far as the log has them. */
const clockTopics = [topics.status, topics.candles, topics.weights, topics.settings] as const

function clockOf(log: Log): number | null {
  const known = new Set(log.topics.map(({ name }) => name))
  const stamps = clockTopics
    .filter(({ name }) => known.has(name))
    .map((topic) => newestStampMs(log, topic))
    .filter((stamp) => stamp !== undefined)
  return stamps.length === 0 ? null : Math.max(...stamps)
}
