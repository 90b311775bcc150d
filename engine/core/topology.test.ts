import { describe, expect, test } from 'vitest'
import { numberTopic } from '../testing/listed-source.ts'
import { ConfigError } from './errors.ts'
import { mapAsyncOrdered } from './map-async-ordered.ts'
import { defineOperator } from './operator.ts'
import { definePipeline, type Pipeline } from './pipeline.ts'
import type { SubTopology } from './sub-topology.ts'
import type { Topic } from './topic.ts'
import { defineTopology, describeTopology, topologyMermaid, topologyText } from './topology.ts'

const ticks = numberTopic('ticks')
const asks = numberTopic('asks')
const answers = numberTopic('answers')
const scratch = numberTopic('scratch', { retention: 'none' })
const other = numberTopic('other')
const all = [ticks, asks, answers]

/** Reads one topic and writes another. */
const passing = (
  from: Topic<number>,
  to: Topic<number>,
  id = `${from.name}-to-${to.name}`,
): Pipeline =>
  definePipeline({
    id,
    build: (kit) => {
      const operator = defineOperator<number, number, never>({
        id,
        version: 1,
        onRecord: (value, context) => context.emit(value),
      })
      kit.from(from).pipe(operator, kit.to(to))
    },
  })

const market: SubTopology = {
  id: 'market',
  partitioning: 'key',
  inputs: [{ topic: ticks, from: 'source', delayMs: 0, rank: 0 }],
  feedback: [{ topic: answers, from: 'desk', delayMs: 2_000, awaits: asks }],
  pipelines: [passing(ticks, asks)],
  merge: 'stream',
  timerRank: 0,
}
const desk: SubTopology = {
  id: 'desk',
  partitioning: 'global',
  inputs: [{ topic: asks, from: { subTopology: 'market' }, delayMs: 0, rank: 0 }],
  feedback: [],
  pipelines: [passing(asks, answers)],
  merge: 'instant',
  timerRank: 0,
}

describe('a topology', () => {
  test('is described by what it reads, keeps and writes', () => {
    const topology = defineTopology([market, desk], all)
    expect(topologyText(topology)).toBe(`market (one per partition)
  reads     ticks from source
  feedback  answers from desk, 2000 ms after its cause, waits after each of asks
  pipeline  ticks-to-asks
  store     market.ticks-to-asks.v1
  writes    asks

desk (one)
  reads     asks from market
  pipeline  asks-to-answers
  store     desk.asks-to-answers.v1
  writes    answers
`)
    expect(topologyMermaid(topology)).toBe(`flowchart LR
  market{{"market<br/>ticks-to-asks"}}
  ticks[(ticks)] --> market
  market --> asks[(asks)]
  answers[(answers)] -. feedback .-> market
  desk{{"desk<br/>asks-to-answers"}}
  asks[(asks)] --> desk
  desk --> answers[(answers)]
`)
    expect(describeTopology(topology)[0]?.feedback[0]).toEqual({
      topic: 'answers',
      from: 'desk',
      delayMs: 2_000,
      epochMs: null,
      awaits: 'asks',
    })
  })

  test('may read in one pipeline what another writes, in either order', () => {
    const chain = [passing(scratch, asks), passing(ticks, scratch)]
    const topology = defineTopology([{ ...market, pipelines: chain }, desk], all)
    expect(describeTopology(topology)[0]?.outputs).toEqual(['asks'])
  })

  const async = definePipeline({
    id: 'async',
    build({ from, to }) {
      const ask = mapAsyncOrdered('ask', async (value: number) => value, { concurrencyMax: 1 })
      from(asks).pipe(ask, to(answers))
    },
  })
  const twice = definePipeline({
    id: 'twice',
    build({ from }) {
      const ask = () =>
        mapAsyncOrdered('ask', async (value: number) => value, { concurrencyMax: 1 })
      from(ticks).pipe(ask(), ask())
    },
  })
  const faults: readonly [string, readonly SubTopology[], string, (readonly Topic<unknown>[])?][] =
    [
      ['a sub-topology twice', [market, market], "sub-topology 'market' was declared twice"],
      [
        'a topic twice',
        [market, desk],
        "topic 'asks' was declared twice",
        [...all, numberTopic('asks')],
      ],
      [
        'an input that is not declared',
        [market, desk],
        "market reads topic 'ticks'",
        [asks, answers],
      ],
      [
        'an output that is not declared',
        [{ ...market, feedback: [] }],
        "topic 'asks' is written, but",
        [ticks],
      ],
      [
        'an input that is never kept',
        [
          {
            ...market,
            inputs: [{ topic: scratch, from: 'source', delayMs: 0, rank: 0 }],
            pipelines: [passing(scratch, asks)],
          },
          desk,
        ],
        "market reads topic 'scratch', which the topology does not declare or keep",
        [...all, scratch],
      ],
      [
        'an operator id twice',
        [
          { ...market, pipelines: [passing(ticks, asks, 'same'), passing(ticks, asks, 'same')] },
          desk,
        ],
        "operator id 'same' was used twice in market",
      ],
      [
        'an asynchronous id twice',
        [{ ...market, pipelines: [passing(ticks, asks), twice] }, desk],
        "operator id 'ask' was used twice in market",
      ],
      [
        'a topic that is read and that nobody writes',
        [{ ...market, pipelines: [passing(ticks, asks), passing(scratch, asks)] }, desk],
        "topic 'scratch' is read, but no pipeline of it writes it",
      ],
      [
        'an input from nobody',
        [
          {
            ...desk,
            inputs: [{ topic: asks, from: { subTopology: 'moon' }, delayMs: 0, rank: 0 }],
          },
        ],
        "desk reads 'asks' from 'moon', which is not a sub-topology",
      ],
      [
        'an input from one that does not write it',
        [{ ...market, pipelines: [passing(ticks, scratch)], feedback: [] }, desk],
        "desk reads 'asks' from 'market', which does not write it",
      ],
      [
        'feedback from one that does not write it',
        [market, { ...desk, pipelines: [passing(asks, scratch)] }],
        "market reads 'answers' from 'desk', which does not write it",
      ],
      [
        'a wait for an answer to what is never asked',
        [
          {
            ...market,
            feedback: [{ topic: answers, from: 'desk', delayMs: 1, awaits: ticks }],
          },
          desk,
        ],
        "market waits after each of its records on 'ticks', but writes none",
      ],
      [
        'a topic that is read from the log and written too',
        [{ ...market, pipelines: [passing(ticks, asks), passing(asks, answers)] }, desk],
        "market reads topic 'answers' from the log and writes it too",
      ],
      [
        'a source topic that is written',
        [market, { ...desk, pipelines: [passing(asks, answers), passing(asks, ticks)] }],
        "market reads topic 'ticks' from the source, but a sub-topology writes it",
      ],
      [
        'two inputs of one rank',
        [
          {
            ...market,
            inputs: [...market.inputs, { topic: other, from: 'source', delayMs: 0, rank: 0 }],
          },
          desk,
        ],
        'market has two inputs of rank 0',
        [...all, other],
      ],
      [
        'one task over partitions that takes records as they come',
        [market, { ...desk, merge: 'stream' }],
        "desk is one task over all partitions of 'asks': it must take instants whole",
      ],
      [
        'feedback where instants are taken whole',
        [
          { ...market, feedback: [] },
          {
            ...desk,
            merge: 'instant',
            feedback: [{ topic: asks, from: 'market', delayMs: 1 }],
            inputs: [],
          },
        ],
        'desk takes instants whole; that does not go with feedback',
      ],
      [
        'asynchronous work where instants are taken whole',
        [market, { ...desk, pipelines: [async] }],
        'desk takes instants whole; that does not go with mapAsyncOrdered',
      ],
    ]
  for (const [name, subTopologies, message, topics = all] of faults) {
    test(`refuses ${name}`, () => {
      const define = () => defineTopology(subTopologies, topics)
      expect(define).toThrow(ConfigError)
      expect(define).toThrow(message)
    })
  }
})
