import { mapAsyncOrdered } from '../core/map-async-ordered.ts'
import { defineJoin } from '../core/operator.ts'
import { definePipeline, type Pipeline } from '../core/pipeline.ts'
import type { Source, SourceItem } from '../core/source.ts'
import type { Topic } from '../core/topic.ts'
import { defineTopology, type Topology } from '../core/topology.ts'
import { item, listedSource, numberTopic } from './listed-source.ts'

/**
 * A chain of pipelines at random, in which every operator tells by what it writes in which order it was
 * given what: records of several topics and timers, many of them at one time. Behind it a desk that answers.
 */
export interface RandomChain {
  readonly topology: Topology
  /** Of its pipelines. */
  readonly pipelines: readonly string[]
}

const ticks = numberTopic('ticks')
const news = numberTopic('news')
/** What the last pipeline writes, and the desk answers. */
export const asks = numberTopic('asks')
const answers = numberTopic('answers')
const rules = numberTopic('rules', { partitioning: 'global' })
const secondMs = 1_000
const minuteMs = 60_000
const originMs = Date.UTC(2025, 0, 1)

interface Shape {
  readonly id: string
  readonly reads: readonly Topic<number>[]
  readonly writes: Topic<number>
  /** A second operator in the same pipeline, which reads what the first one writes. */
  readonly echo: Topic<number> | undefined
}

export function randomChain(random: () => number, asynchronous = false): RandomChain {
  const count = 3 + Math.floor(random() * 4)
  const shapes: Shape[] = []
  for (let at = 0; at < count; at++) shapes.push(randomShape(random, shapes, at === count - 1))
  const pipelines = shapes.map((shape) => pipelineOf(shape, asynchronous && random() < 0.4))
  // Declared in any order: the chain's own order at one time follows from it.
  if (random() < 0.4) pipelines.sort(() => random() - 0.5)
  const spread = shapes.flatMap(({ writes, echo }) =>
    echo === undefined ? [writes] : [writes, echo],
  )
  const kept = spread.filter(({ retention }) => retention !== 'none')
  const deskReads = kept.filter((topic) => topic === asks || random() < 0.4)
  const topology = defineTopology(
    [
      {
        id: 'chain',
        partitioning: 'key',
        inputs: [
          { topic: ticks, from: 'source', delayMs: 0, rank: 0 },
          { topic: news, from: 'source', delayMs: 2 * secondMs, rank: 1 },
        ],
        feedback: [
          { topic: rules, from: 'desk', delayMs: 5 * secondMs, epochMs: minuteMs },
          { topic: answers, from: 'desk', delayMs: 2 * secondMs, awaits: asks },
        ],
        pipelines,
        merge: 'stream',
        timerRank: 0,
      },
      {
        id: 'desk',
        partitioning: 'global',
        inputs: deskReads.map((topic, rank) => {
          return { topic, from: { subTopology: 'chain' }, delayMs: 0, rank }
        }),
        feedback: [],
        pipelines: [desk(deskReads)],
        merge: 'instant',
        timerRank: 0,
        tieBreak: (a, b) => (String(a.key) < String(b.key) ? -1 : Number(a.key !== b.key)),
      },
    ],
    [ticks, news, answers, rules, ...kept],
  )
  return { topology, pipelines: shapes.map(({ id }) => id) }
}

/** The last one reads answers to what it asks. */
function randomShape(random: () => number, before: readonly Shape[], isLast: boolean): Shape {
  const id = `p${before.length}`
  const from = before.flatMap(({ writes, echo }) =>
    echo === undefined ? [writes] : [writes, echo],
  )
  const reads = [ticks, news, ...from].filter(() => random() < 0.5)
  // Who is told rules has to know when time began.
  if (reads.includes(news) && random() < 0.6) reads.push(rules)
  const newest = from[from.length - 1] ?? ticks
  if (isLast) reads.push(answers)
  if (isLast && !reads.includes(news)) reads.push(news)
  if (!reads.includes(newest)) reads.push(newest)
  const retention = random() < 0.3 ? 'none' : 'forever'
  const writes = isLast ? asks : numberTopic(`of-${id}`, { retention })
  const echo = isLast || random() < 0.6 ? undefined : numberTopic(`echo-of-${id}`)
  // A pipeline reads its topics in any order.
  reads.sort(() => random() - 0.5)
  return { id, reads, writes, echo }
}

function pipelineOf({ id, reads, writes, echo }: Shape, asynchronous: boolean): Pipeline {
  return definePipeline({
    id,
    build({ from, to }) {
      const streams = Object.fromEntries(reads.map((topic) => [topic.name, from(topic)]))
      const out = fold(id, reads)(streams)
      const told = asynchronous
        ? out.pipe(mapAsyncOrdered(`ask-${id}`, later, { concurrencyMax: 2 }))
        : out
      told.pipe(to(writes))
      if (echo !== undefined)
        fold(`echo-${id}`, [writes])({ [writes.name]: from(writes) }).pipe(to(echo))
    },
  })
}

/** Answers to some asks, and now and then a rule for all. */
function desk(reads: readonly Topic<number>[]): Pipeline {
  return definePipeline({
    id: 'desk',
    build({ from, to }) {
      const on = Object.fromEntries(
        reads.map(({ name }, input) => [name, (value: number) => mix(input, value)]),
      )
      const join = (id: string, ruling: boolean) =>
        defineJoin<{ [topic: string]: number }, number, number>({
          id,
          version: 1,
          on: Object.fromEntries(
            Object.entries(on).map(([name, told]) => [
              name,
              (value, context) => {
                const state = mix(context.store.get() ?? 0, told(value))
                context.store.put(state)
                if (ruling && state % 5 === 0) context.emit(state, 'rules')
                if (!ruling && name === asks.name && state % 4 === 0) context.emit(state)
              },
            ]),
          ),
        })
      const streams = Object.fromEntries(reads.map((topic) => [topic.name, from(topic)]))
      join('answer', false)(streams).pipe(to(answers))
      join('rule', true)(streams).pipe(to(rules))
    },
  })
}

/** Every record and timer changes what a key's state is from there on, and the state decides what is written. */
function fold(id: string, reads: readonly Topic<number>[]) {
  type Context = Parameters<
    Parameters<typeof defineJoin<{ in: number }, number, number>>[0]['on']['in']
  >[1]
  const step = (about: number, context: Context): void => {
    const rule = (context.shared.get() as number | undefined) ?? 0
    const state = mix(context.store.get() ?? 0, rule, about, context.timeMs / secondMs)
    context.store.put(state)
    const outputs = [0, 0, 0, 1, 1, 1, 1, 2][state % 8] ?? 0
    for (let output = 0; output < outputs; output++) context.emit(mix(state, output))
    const waitMs = [0, 0, secondMs, 2 * secondMs, minuteMs][(state >>> 3) % 16]
    if (waitMs !== undefined) context.wakeAt(context.timeMs + waitMs, `${(state >>> 7) % 3}`)
  }
  return defineJoin<{ [topic: string]: number }, number, number>({
    id,
    version: 1,
    on: Object.fromEntries(
      reads.map((topic, input) => [
        topic.name,
        (value: number, context: Context) => {
          if (topic === rules) context.shared.put(mix((context.shared.get() as number) ?? 0, value))
          else step(mix(input, value), context)
        },
      ]),
    ),
    onTimer: (slot, context) => step(mix(Number(slot), 77), context),
  })
}

/** Resolves after some turns of the promise queue: no clock. */
async function later(value: number): Promise<number> {
  for (let left = value % 7; left > 0; left--) await Promise.resolve()
  return mix(value, 5)
}

function mix(...numbers: readonly number[]): number {
  let hash = 0x9e3779b9
  for (const number of numbers) {
    hash = Math.imul(hash ^ (number | 0), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

/** Whole seconds, so that much happens at one time. */
export function randomTicks(random: () => number, keys: number, count: number): Source {
  const items: SourceItem[] = []
  let atMs = originMs
  for (let made = 0; made < count; made++) {
    if (random() < 0.6) atMs += secondMs * (random() < 0.1 ? 40 : 1)
    const key = `K${Math.floor(random() * keys)}`
    items.push(item(random() < 0.7 ? ticks : news, key, made, atMs))
  }
  return listedSource({ topics: [ticks, news], items, together: 50 })
}
