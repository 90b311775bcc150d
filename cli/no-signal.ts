import { newestStampMs } from '../engine/log/by-stamp.ts'
import type { Log } from '../engine/log/log.ts'
import { type Funnel, funnelOf } from '../operators/funnel/funnel.ts'
import { topics } from '../schemas/topics.ts'
import { percent } from './figures.ts'
import { nearMissText } from './funnel-text.ts'
import { opportunitiesIn } from './opportunities.ts'

/** How long without a signal is worth a word, and of how long the word speaks. */
export const quietMs = 86_400_000

/** A log without a signal for a day of its source clock. */
export interface NoSignal {
  /** Since the last signal, or since the beginning. */
  readonly quietMs: number
  /** Of the last day. */
  readonly funnel: Funnel
}

/** Null while there is nothing to tell. */
export function noSignalIn(log: Log, clockMs: number): NoSignal | null {
  const lastMs = newestStampMs(log, topics.signals) ?? firstStampMs(log)
  if (lastMs === undefined || clockMs - lastMs < quietMs) return null
  const { found } = opportunitiesIn(log, { lengthMs: quietMs }, clockMs)
  return { quietMs: clockMs - lastMs, funnel: funnelOf(found) }
}

/** The desk says how it is from the first minute on. */
function firstStampMs(log: Log): number | undefined {
  return log.read(topics.status, 0, log.start(topics.status, 0), 1)[0]?.timeMs
}

/** One line, with the gate that binds and its nearest miss. */
export function noSignalText({ quietMs: lengthMs, funnel }: NoSignal): string {
  return `no signal for ${Math.floor(lengthMs / 3_600_000)} h; in the last 24 h: ${reason(funnel)} · npx alphapulse funnel`
}

function reason({ opportunities, binding, gates }: Funnel): string {
  if (opportunities === 0) return 'no opportunity, the votes gave no direction'
  const consensus = gates.find(({ gate }) => gate === 'consensus')
  const agreed = `consensus refused ${consensus?.refused ?? 0} of ${opportunities}`
  if (binding === null) return agreed
  const { gate, refused, reached, share, nearest } = binding
  const [miss] = nearest
  const nearestText = miss === undefined ? '' : `; ${nearMissText(gate, miss)}`
  return `${agreed}, ${gate} ${refused} of ${reached} (${percent(share ?? 0)})${nearestText}`
}
