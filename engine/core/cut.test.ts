import { describe, expect, test } from 'vitest'
import { MemoryLog } from '../log/memory.ts'
import { engineOf, recordsOf } from '../testing/engine-of.ts'
import { item, listedSource, numberTopic } from '../testing/listed-source.ts'
import { cutOut, cuttable } from './cut.ts'
import { ConfigError, TaskCorruptedError } from './errors.ts'
import { rekey } from './flat-map.ts'
import { heartbeat } from './message.ts'
import { defineJoin } from './operator.ts'
import { definePipeline, type Pipeline } from './pipeline.ts'
import type { FeedbackSpec } from './sub-topology.ts'
import { Task } from './task.ts'
import type { Topic } from './topic.ts'
import { defineTopology, type Topology, topologyText } from './topology.ts'

const ticks = numberTopic('ticks')
const news = numberTopic('news')
const clean = numberTopic('clean', { retention: 'none' })
const bars = numberTopic('bars')
const marks = numberTopic('marks')
const votes = numberTopic('votes')
const asks = numberTopic('asks')
const answers = numberTopic('answers')
const kept = { ms: 3_600_000 }
const originMs = Date.UTC(2025, 0, 1)

/** Reads some topics and writes what comes, as it comes, to others. */
function passing(
  id: string,
  reads: readonly Topic<number>[],
  writes: readonly Topic<number>[],
  rekeyed = false,
): Pipeline {
  return definePipeline({
    id,
    build({ from, to }) {
      const join = defineJoin<{ [topic: string]: number }, number, never>({
        id,
        version: 1,
        on: Object.fromEntries(
          reads.map(({ name }) => [name, (value, context) => context.emit(value)]),
        ),
      })
      const out = join(Object.fromEntries(reads.map((topic) => [topic.name, from(topic)])))
      for (const topic of writes) (rekeyed ? out.pipe(rekey('other')) : out).pipe(to(topic))
    },
  })
}

const chain = [
  passing('bars', [ticks], [clean, bars]),
  passing('marks', [bars], [marks]),
  passing('votes', [news, bars, marks], [votes]),
  passing('judge', [clean, votes, news, answers], [asks]),
]

function topologyOf(
  pipelines: readonly Pipeline[],
  feedback: readonly FeedbackSpec[] = [
    { topic: answers, from: 'desk', delayMs: 2_000, awaits: asks },
  ],
): Topology {
  return defineTopology(
    [
      {
        id: 'market',
        partitioning: 'key',
        inputs: [
          { topic: ticks, from: 'source', delayMs: 0, rank: 0 },
          { topic: news, from: 'source', delayMs: 2_000, rank: 1 },
        ],
        feedback,
        pipelines,
        merge: 'stream',
        timerRank: 0,
      },
      {
        id: 'desk',
        partitioning: 'global',
        inputs: [
          { topic: asks, from: { subTopology: 'market' }, delayMs: 0, rank: 0 },
          { topic: bars, from: { subTopology: 'market' }, delayMs: 0, rank: 1 },
        ],
        feedback: [],
        pipelines: [passing('desk', [asks, bars], [answers])],
        merge: 'instant',
        timerRank: 0,
      },
    ],
    [ticks, news, bars, marks, votes, asks, answers],
  )
}

describe('a chain that is cut', () => {
  const whole = topologyOf(chain)

  test('becomes the pipelines that are cut out, and the rest before and behind them', () => {
    expect(topologyText(cutOut(whole, ['marks'], kept))).toBe(`market (one per partition)
  reads     ticks from source
  pipeline  bars
  store     market.bars.v1
  writes    clean
  writes    bars

marks (one per partition)
  reads     bars from market
  pipeline  marks
  store     marks.marks.v1
  writes    marks

market-2 (one per partition)
  reads     bars from market
  reads     marks from marks
  reads     clean from market
  reads     news from source, in effect after 2000 ms
  feedback  answers from desk, 2000 ms after its cause, waits after each of asks
  pipeline  votes
  pipeline  judge
  store     market-2.votes.v1
  store     market-2.judge.v1
  writes    votes
  writes    asks

desk (one)
  reads     asks from market-2
  reads     bars from market
  pipeline  desk
  store     desk.desk.v1
  writes    answers
`)
  })

  const partsOf = (cut: readonly string[]): string[] =>
    cutOut(whole, cut, kept)
      .subTopologies.filter(({ stage }) => stage !== undefined)
      .map(({ id, pipelines }) => `${id}: ${pipelines.map((one) => one.id).join(' ')}`)
  const cases: readonly (readonly [cut: string[], parts: string[]])[] = [
    [
      ['marks', 'votes'],
      ['market: bars', 'marks: marks', 'votes: votes', 'market-2: judge'],
    ],
    [
      ['votes', 'marks'],
      ['market: bars', 'marks: marks', 'votes: votes', 'market-2: judge'],
    ],
    [['bars'], ['bars: bars', 'market: marks votes judge']],
    [['judge'], ['market: bars marks votes', 'judge: judge']],
    [
      ['bars', 'votes'],
      ['bars: bars', 'market: marks', 'votes: votes', 'market-2: judge'],
    ],
  ]
  for (const [cut, parts] of cases) {
    test(`has ${parts.length} parts without ${cut.join(' and ')}`, () => {
      expect(partsOf(cut)).toEqual(parts)
    })
  }

  test('keeps what it never keeps only where another stage reads it', () => {
    const names = (cut: string[]) => cutOut(whole, cut, kept).topics.map(({ name }) => name)
    expect(names(['judge'])).toContain('clean')
    expect(cutOut(whole, ['judge'], kept).topics).toContainEqual({
      ...clean,
      retention: kept,
      digested: false,
    })
    const short = topologyOf([...chain.slice(0, 2), passing('judge', [clean, answers], [asks])])
    expect(cutOut(short, ['marks'], kept).topics.map(({ name }) => name)).not.toContain('clean')
  })

  test('is the same where nothing is cut', () => {
    expect(cutOut(whole, [], kept)).toBe(whole)
  })

  test('says what can be cut', () => {
    expect(cuttable(whole)).toEqual(['bars', 'marks', 'votes', 'judge'])
    for (const id of ['desk', 'moon']) {
      expect(() => cutOut(whole, ['marks', id], kept)).toThrow(
        new ConfigError(
          `'${id}' cannot be cut out of a chain; what can be: bars, marks, votes, judge`,
        ),
      )
    }
  })

  const faults: readonly [string, readonly Pipeline[], string, string][] = [
    [
      'a pipeline that reads what comes of what it writes',
      [
        passing('bars', [ticks, marks], [bars]),
        passing('marks', [bars], [marks]),
        passing('judge', [news, answers], [asks]),
      ],
      'marks',
      "'marks' reads what comes of what it writes",
    ],
    [
      'one between two that would then take a topic together',
      [
        passing('bars', [ticks], [bars]),
        passing('votes', [bars, news], [votes]),
        passing('early', [votes, ticks], [numberTopic('early', { retention: 'none' })]),
        passing('marks', [ticks], [marks]),
        passing('judge', [votes, ticks, marks, news, answers], [asks]),
      ],
      'votes,marks',
      "'early' and 'judge' would take 'ticks' together, but the chain gives it to 'marks' between them",
    ],
    [
      'one of two that write a topic which is read',
      [
        passing('bars', [ticks], [bars, marks]),
        passing('more', [news], [marks]),
        passing('judge', [marks, news, answers], [asks]),
      ],
      'more',
      "'marks' would be written by 'market' and by 'more'",
    ],
    [
      'what answers from what is asked',
      [passing('bars', [ticks, answers], [bars]), passing('judge', [bars, answers, news], [asks])],
      'bars',
      "bars waits after each of its records on 'asks', but writes none",
    ],
    [
      'a stage with feedback from everything that tells when time began',
      [passing('bars', [ticks], [bars]), passing('judge', [bars, answers], [asks])],
      'judge',
      'judge takes feedback, but reads from other stages only: it could not know when time began',
    ],
  ]
  test('is not cut: what takes an answer at the time of what it asked', () => {
    const topology = topologyOf(chain, [{ topic: answers, from: 'desk', delayMs: 0, awaits: asks }])
    expect(() => cutOut(topology, ['marks'], kept)).toThrow(
      "market-2 takes 'answers' at the time of what it answers",
    )
  })

  for (const [name, pipelines, cut, message] of faults) {
    test(`is not cut: ${name}`, () => {
      const topology = topologyOf(pipelines)
      const act = (): unknown => cutOut(topology, cut.split(','), kept)
      expect(act).toThrow(ConfigError)
      expect(act).toThrow(message)
    })
  }
})

describe('a stage', () => {
  const pipelines = [
    passing('bars', [ticks], [bars]),
    passing('marks', [bars, news], [marks, asks]),
  ]
  const [, marking] = cutOut(topologyOf(pipelines, []), ['marks'], kept).subTopologies

  function taskOf(spec: typeof marking, log: MemoryLog): { task: Task; taken: number[] } {
    const taken: number[] = []
    const task = new Task({
      spec: spec as NonNullable<typeof spec>,
      partition: 1,
      reader: {
        partitions: (topic) => log.partitions(topic),
        fetch: (topic, partition) => (offset) => log.read(topic, partition, offset, 100),
      },
      sink: (_, { value }) => taken.push(value as number),
    })
    return { task, taken }
  }

  const memory = () => new MemoryLog({ topics: [ticks, news, bars, marks, asks], partitions: 2 })
  const path = [2, 0, 0, 0, 0, 0, 0]

  test('waits for the task of its own partition, and for no other', () => {
    const log = memory()
    log.append(bars, 1, { key: 'K', value: 7, timeMs: originMs, path })
    log.append(news, 1, heartbeat(originMs + 60_000))
    const { task, taken } = taskOf(marking, log)
    task.observe('market', [originMs + 60_000, originMs - 1])
    task.run(100)
    expect(taken).toEqual([])
    task.observe('market', [Number.NEGATIVE_INFINITY, originMs])
    task.run(100)
    expect(taken).toEqual([7, 7])
  })

  test('gets as far as the timers of a time at which others stand still', () => {
    const log = memory()
    log.append(bars, 1, { key: 'K', value: 7, timeMs: originMs, path: [1, '.bars.v1', 0, 0, 0, 0] })
    log.append(bars, 1, { key: 'K', value: 8, timeMs: originMs, path })
    log.append(news, 1, heartbeat(originMs))
    const { task, taken } = taskOf(marking, log)
    task.observe('market', [0, originMs - 0.5])
    task.run(100)
    expect(taken).toEqual([7, 7])
    expect(task.watermarkMs).toBe(originMs - 0.5)
  })

  test('refuses a record that does not tell its path', () => {
    const log = memory()
    log.append(bars, 1, { key: 'K', value: 7, timeMs: originMs })
    log.append(news, 1, heartbeat(originMs + 60_000))
    const { task } = taskOf(marking, log)
    task.observe('market', [originMs, originMs])
    expect(() => task.run(100)).toThrow(TaskCorruptedError)
    expect(() => task.run(100)).toThrow('marks.1: record 0 of bars/1 does not tell its path')
  })

  test('stops the run where another key would take a record to another task', async () => {
    const rekeying = [
      passing('bars', [ticks], [bars], true),
      passing('marks', [bars, news], [marks, asks]),
    ]
    const topology = cutOut(topologyOf(rekeying, []), ['marks'], kept)
    const items = ['A', 'B', 'C', 'D'].map((key) => item(ticks, key, 1, originMs))
    const engine = engineOf({ topology, source: listedSource({ topics: [ticks, news], items }) })
    const error = await engine.run().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ConfigError)
    expect(String(error)).toMatch(
      /market\.\d wrote 'other' to bars, which belongs to partition \d: a chain can be cut only where records keep their keys$/,
    )
    expect(recordsOf(engine.log, marks)).toEqual([])
  })
})
