import { createHash } from 'node:crypto'
import { map } from 'rxjs'
import { flatMap } from '../core/flat-map.ts'
import type { LogRecord } from '../core/message.ts'
import { defineJoin } from '../core/operator.ts'
import { definePipeline } from '../core/pipeline.ts'
import type { Source, SourceItem } from '../core/source.ts'
import type { FeedbackSpec } from '../core/sub-topology.ts'
import type { Topic } from '../core/topic.ts'
import { defineTopology, type Topology } from '../core/topology.ts'

/**
 * The smallest topology that has everything a feedback loop can go wrong by: symbols spread over
 * partitions, candidates of one instant that compete, signals that come back, outcomes that teach
 * weights, and weights that decide on candidates. Numbers are seconds × 1000.
 */
const epochMs = 900_000
const delayMs = 60_000
const latencyMs = 2_000
const horizonMs = 7_200_000

interface Tick {
  readonly event: number
  readonly v: number
}
interface Candidate {
  readonly confidence: number
  readonly weight: number
}
interface Signal {
  readonly id: string
  readonly since: number
}
interface Outcome {
  readonly id: string
  readonly won: boolean
}

const double = (name: string) => ({ name, type: 'double' })
const text = (name: string) => ({ name, type: 'string' })

function topic<T>(
  name: string,
  fields: readonly unknown[],
  partitioning: 'key' | 'global' = 'key',
): Topic<T> {
  return {
    name,
    partitioning,
    retention: 'forever',
    digested: true,
    schema: { type: 'record', name: `Toy_${name}`, fields },
  }
}

export const toyTopics = {
  ticks: topic<Tick>('ticks', [double('event'), double('v')]),
  candidates: topic<Candidate>('candidates', [double('confidence'), double('weight')]),
  signals: topic<Signal>('signals', [text('id'), double('since')]),
  outcomes: topic<Outcome>('outcomes', [text('id'), { name: 'won', type: 'boolean' }]),
  weights: topic<{ w: number }>('weights', [double('w')], 'global'),
}

/** A number in [0, 1) that depends on nothing but what it is about. */
function chance(...about: (string | number)[]): number {
  return createHash('sha256').update(about.join('|')).digest().readUInt32BE(0) / 2 ** 32
}

export function toyRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** The records that carry one kind of output, as that output. */
function only<Kind extends string>(kind: Kind) {
  return flatMap<{ readonly [kind in Kind]?: unknown }, never>((value) =>
    value[kind] === undefined ? [] : [value[kind] as never],
  )
}

const trade = definePipeline({
  id: 'trade',
  build({ from, to }) {
    const join = defineJoin<
      { tick: Tick; signal: Signal; weight: { w: number } },
      { candidate?: Candidate; outcome?: Outcome },
      Signal | number
    >({
      id: 'trade',
      version: 1,
      on: {
        weight(value, context) {
          context.shared.put(value.w, 'w')
        },
        signal(value, context) {
          context.store.put(value, value.id)
        },
        tick(value, context) {
          for (const slot of context.store.slots()) {
            if (chance('x', slot, context.timeMs) < 0.2) {
              context.store.delete(slot)
              context.emit({ outcome: { id: slot, won: chance('w', slot) < 0.5 } })
            }
          }
          const weight = (context.shared.get('w') as number | undefined) ?? 1
          if (chance('c', context.key, value.event, value.v) * weight < 0.08) {
            context.emit({ candidate: { confidence: value.v, weight } })
          }
        },
      },
    })
    const out = join({
      tick: from(toyTopics.ticks),
      signal: from(toyTopics.signals),
      weight: from(toyTopics.weights),
    })
    out.pipe(only('candidate'), to(toyTopics.candidates))
    out.pipe(only('outcome'), to(toyTopics.outcomes))
  },
})

const decide = definePipeline({
  id: 'decide',
  build({ from, to }) {
    const join = defineJoin<
      { candidate: Candidate & { symbol: string }; outcome: Outcome },
      { signal?: Signal; symbol?: string; weight?: { w: number } },
      number
    >({
      id: 'decide',
      version: 1,
      on: {
        outcome(value, context) {
          const w = 0.9 * (context.store.get('w') ?? 1) + (value.won ? 0.15 : 0.05)
          context.store.put(w, 'w')
          context.emit({ weight: { w } }, 'weights')
        },
        // Cool-downs over all symbols: the order inside an instant decides who is let through.
        candidate(value, context) {
          const last = context.store.get('*') ?? Number.NEGATIVE_INFINITY
          const own = context.store.get(value.symbol) ?? Number.NEGATIVE_INFINITY
          if (context.timeMs - last < 3_000 || context.timeMs - own < 60_000) return
          context.store.put(context.timeMs, '*')
          context.store.put(context.timeMs, value.symbol)
          const signal = { id: `${value.symbol}@${context.timeMs}`, since: context.timeMs }
          context.emit({ signal, symbol: value.symbol }, value.symbol)
        },
      },
    })
    const out = join({
      candidate: from(toyTopics.candidates).pipe(
        map(({ key, value, timeMs }) => ({
          key: 'desk',
          value: { ...value, symbol: key },
          timeMs,
        })),
      ),
      outcome: from(toyTopics.outcomes).pipe(map((message) => ({ ...message, key: 'desk' }))),
    })
    out.pipe(only('signal'), to(toyTopics.signals))
    out.pipe(only('weight'), to(toyTopics.weights))
  },
})

export function toyTopology(
  change: (feedback: FeedbackSpec) => FeedbackSpec = (same) => same,
): Topology {
  const { ticks, candidates, signals, outcomes, weights } = toyTopics
  const feedback: FeedbackSpec[] = [
    { topic: weights, from: 'desk', delayMs, epochMs },
    { topic: signals, from: 'desk', delayMs: latencyMs, awaits: candidates },
  ]
  return defineTopology(
    [
      {
        id: 'market',
        partitioning: 'key',
        inputs: [{ topic: ticks, from: 'source', delayMs: 0, rank: 0 }],
        feedback: feedback.map(change),
        pipelines: [trade],
        merge: 'stream',
        timerRank: 0,
      },
      {
        id: 'desk',
        partitioning: 'global',
        inputs: [
          { topic: outcomes, from: { subTopology: 'market' }, delayMs: 0, rank: 0 },
          { topic: candidates, from: { subTopology: 'market' }, delayMs: 0, rank: 1 },
        ],
        feedback: [],
        pipelines: [decide],
        merge: 'instant',
        timerRank: 0,
        tieBreak,
      },
    ],
    Object.values(toyTopics) as Topic<unknown>[],
  )
}

function tieBreak(a: LogRecord, b: LogRecord): number {
  const left = a.value as Partial<Candidate & Outcome>
  const right = b.value as Partial<Candidate & Outcome>
  return (
    (right.confidence ?? 0) - (left.confidence ?? 0) ||
    compare(a.key ?? '', b.key ?? '') ||
    compare(left.id ?? '', right.id ?? '')
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/**
 * Ticks of several symbols: some start late, some sleep, some share their time with others, some
 * come out of order.
 */
export function toySource(seed: number, symbols: readonly string[], untilMs = horizonMs): Source {
  const random = toyRandom(seed)
  const items: { event: number; symbol: string; v: number }[] = []
  for (const symbol of symbols) {
    const startMs = random() < 0.3 ? Math.floor(random() * 3000) * 1000 : 0
    for (
      let at = startMs;
      at < untilMs;
      at += (1 + Math.floor(random() * (random() < 0.05 ? 900 : 30))) * 1000
    ) {
      items.push({ event: at - (random() < 0.1 ? 5000 : 0), symbol, v: random() })
    }
  }
  items.sort((a, b) => a.event - b.event || compare(a.symbol, b.symbol))
  const originMs = Date.UTC(2025, 0, 1)
  const records = items.map(
    ({ event, symbol, v }): SourceItem => ({
      kind: 'record',
      stream: 0,
      topic: toyTopics.ticks,
      key: symbol,
      value: { event, v },
      eventMs: originMs + Math.max(0, event),
      receiveMs: null,
    }),
  )
  return {
    id: `toy-${seed}`,
    kind: 'toy',
    streams: 1,
    topics: [toyTopics.ticks],
    bounded: true,
    async *read(counts) {
      for (let at = counts[0] ?? 0; at < records.length; at += 50) yield records.slice(at, at + 50)
    },
  }
}

export const toyIngest = {
  heartbeatMs: 60_000,
  heartbeatGraceMs: 2_001,
  closingMs: 4_000,
  aheadMaxMs: 5_000,
  jumpMaxMs: 86_400_000,
}
