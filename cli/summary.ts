import { deadLetters } from '../engine/core/dead-letter.ts'
import type { Task } from '../engine/core/task.ts'
import type { Topic } from '../engine/core/topic.ts'
import type { Log } from '../engine/log/log.ts'
import { recordsOf } from '../engine/log/records-of.ts'
import type { WeightsNoise } from '../operators/learning/coin-flip-band.ts'
import { equalWeights } from '../operators/learning/projection.ts'
import { type Expectancy, expectancyOf } from '../operators/statistics/expectancy.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import type { Mode, Outcome, Weights } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { type NoSignal, noSignalIn } from './no-signal.ts'
import { noiseOf } from './weights-noise.ts'

/** What a folder's history comes to; every rate stands with its count. */
export interface Summary {
  readonly mode: Mode
  readonly fromMs: number | null
  readonly toMs: number | null
  readonly candles: number
  readonly opportunities: number
  readonly signals: { readonly [symbol: string]: number }
  readonly rejections: { readonly [gate: string]: number }
  readonly deadLetters: { readonly [rule: string]: number }
  /** Of real signals only. */
  readonly outcomes: Expectancy & {
    readonly byType: { readonly [type: string]: number }
    readonly byReason: { readonly [reason: string]: number }
    /** Those of which a part was closed before the rest. */
    readonly inParts: number
    /** Quote units. */
    readonly pnl: number
  }
  readonly shadows: number
  readonly openSignals: number
  /** Told at its end only where a day or more went without a signal. */
  readonly noSignal: NoSignal | null
  readonly weights: {
    readonly version: number
    readonly weights: { readonly [head: string]: number }
  }
  readonly noise: WeightsNoise
  readonly versions: { readonly [trigger: string]: number }
  readonly counts: { readonly [name: string]: number }
}

/** What operators have counted, of all tasks together. */
export function countsOf(tasks: readonly Pick<Task, 'graph'>[]): {
  readonly [name: string]: number
} {
  const counts: { [name: string]: number } = {}
  for (const { graph } of tasks) {
    for (const [name, count] of graph.counts) counts[name] = (counts[name] ?? 0) + count
  }
  return counts
}

export function summarise(
  log: Log,
  counts: { readonly [name: string]: number },
  settings: TradingSettings,
): Summary {
  const outcomes: Outcome[] = []
  let shadows = 0
  for (const { value } of recordsOf(log, topics.outcomes)) {
    if (value.kind === 'real') outcomes.push(value)
    else shadows++
  }
  const signals = tally(recordsOf(log, topics.signals), ({ value }) => value.symbol)
  let newest: Weights | undefined
  const versions = tally(recordsOf(log, topics.weights), ({ value }) => {
    if (newest === undefined || value.version > newest.version) newest = value
    return value.trigger
  })
  const signalled = Object.values(signals).reduce((sum, count) => sum + count, 0)
  const span = spanOf(log)
  return {
    mode: settings.mode,
    ...span,
    candles: lengthOf(log, topics.candles),
    opportunities: counts['judge.opportunities'] ?? 0,
    signals,
    rejections: tally(
      recordsOf(log, topics.rejections),
      ({ value }) => `${value.stage.toLowerCase()}/${value.gate}`,
    ),
    deadLetters: tally(
      recordsOf(log, deadLetters),
      ({ value }) => `${value.operator}/${value.rule}`,
    ),
    outcomes: {
      ...expectancyOf(outcomes),
      byType: tally(outcomes, ({ outcome }) => outcome),
      byReason: tally(outcomes, ({ exit_reason: reason }) => reason),
      inParts: outcomes.filter(({ partial_exits: parts }) => parts.length > 0).length,
      pnl: outcomes.reduce((sum, outcome) => sum + outcome.pnl, 0),
    },
    shadows,
    openSignals: signalled - outcomes.length,
    noSignal: span.toMs === null ? null : noSignalIn(log, span.toMs),
    weights: {
      version: newest?.version ?? 0,
      weights: newest?.weights ?? equalWeights(settings.heads),
    },
    noise: noiseOf(log, settings),
    versions,
    counts,
  }
}

/** First and last closed base candle. */
function spanOf(log: Log): { readonly fromMs: number | null; readonly toMs: number | null } {
  let fromMs: number | null = null
  let toMs: number | null = null
  for (let partition = 0; partition < log.partitions(topics.candles); partition++) {
    const end = log.end(topics.candles, partition)
    if (end === 0) continue
    const first = log.read(topics.candles, partition, log.start(topics.candles, partition), 1)[0]
    const last = log.read(topics.candles, partition, end - 1, 1)[0]
    if (first !== undefined) fromMs = Math.min(fromMs ?? first.timeMs, first.timeMs)
    if (last !== undefined) toMs = Math.max(toMs ?? last.timeMs, last.timeMs)
  }
  return { fromMs, toMs }
}

function tally<T>(records: Iterable<T>, nameOf: (record: T) => string): { [name: string]: number } {
  const counts = new Map<string, number>()
  for (const record of records) {
    const name = nameOf(record)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** How many records a topic has had. Only the ingest's topics hold heartbeats, which count here too. */
function lengthOf(log: Log, topic: Topic<unknown>): number {
  let length = 0
  for (let partition = 0; partition < log.partitions(topic); partition++)
    length += log.end(topic, partition)
  return length
}
