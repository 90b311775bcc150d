import { expect, test } from 'vitest'
import { digestOf } from '../log/digest.ts'
import { engineOf, recordsOf } from '../testing/engine-of.ts'
import { item, listedSource, numberTopic } from '../testing/listed-source.ts'
import { toyRandom } from '../testing/toy-market.ts'
import { type DeadLetter, deadLetters } from './dead-letter.ts'
import { rekey } from './flat-map.ts'
import type { LogRecord } from './message.ts'
import { defineOperator } from './operator.ts'
import { definePipeline } from './pipeline.ts'
import { defineTopology } from './topology.ts'

const numbers = numberTopic('numbers')
const asks = numberTopic('asks')
const totals = numberTopic('totals', { partitioning: 'global' })
const originMs = Date.UTC(2025, 0, 1)

const market = definePipeline({
  id: 'market',
  build({ from, to }) {
    from(numbers).pipe(
      defineOperator<number, number, number>({
        id: 'ask',
        version: 1,
        onRecord(value, context) {
          if (value === 17) throw new RangeError('17')
          context.emit(value)
        },
      }),
      to(asks),
    )
  },
})

/** One number over all keys, so that the order inside an instant shows. */
const desk = definePipeline({
  id: 'desk',
  build({ from, to }) {
    from(asks).pipe(
      rekey('all'),
      defineOperator<number, number, number>({
        id: 'total',
        version: 1,
        onRecord(value, context) {
          const total = ((context.store.get() ?? 1) * 31 + value) % 1_000_003
          context.store.put(total)
          context.emit(total)
          context.wakeAt(context.timeMs + 30_000)
          if (value === 13) throw new RangeError('13')
        },
        onTimer(_slot, context) {
          context.emit(-(context.store.get() ?? 0))
          if ((context.store.get() ?? 0) % 3 === 0) throw new RangeError('timer')
        },
      }),
      to(totals),
    )
  },
})

const byValue = (a: LogRecord, b: LogRecord): number => Number(a.value) - Number(b.value)
const topology = defineTopology(
  [
    {
      id: 'market',
      partitioning: 'key',
      merge: 'stream',
      timerRank: 0,
      inputs: [{ topic: numbers, from: 'source', delayMs: 0, rank: 0 }],
      feedback: [],
      pipelines: [market],
    },
    {
      id: 'desk',
      partitioning: 'global',
      merge: 'instant',
      timerRank: 0,
      tieBreak: byValue,
      inputs: [{ topic: asks, from: { subTopology: 'market' }, delayMs: 0, rank: 0 }],
      feedback: [],
      pipelines: [desk],
    },
  ],
  [numbers, asks, totals],
)

test('a task that takes instants whole buries the same and goes on with the same, however it is run', async () => {
  for (let seed = 1; seed <= 4; seed++) {
    const random = toyRandom(seed)
    let timeMs = originMs
    const items = Array.from({ length: 120 }, () => {
      // Many of one time.
      if (random() < 0.4) timeMs += Math.floor(random() * 50_000)
      return item(numbers, `K${Math.floor(random() * 6)}`, Math.floor(random() * 20), timeMs)
    })
    let expected: unknown
    for (const partitions of [1, 3]) {
      for (const [batch, commitEvents] of [
        [1, 1],
        [5, 17],
        [1_000, 100_000],
      ] as const) {
        const source = listedSource({ topics: [numbers], items })
        const engine = engineOf({ topology, source, partitions, batch, commitEvents })
        await engine.run()
        const buried = recordsOf(engine.log, deadLetters).map(({ value, timeMs: at }) => {
          const { operator, payload } = value as DeadLetter
          return `${at - originMs} ${operator} ${payload.toString()}`
        })
        const told = { totals: digestOf(engine.log, totals), buried: buried.sort() }
        expected ??= told
        expect(told, `seed ${seed}, ${partitions} partitions, batch ${batch}`).toEqual(expected)
        expect(buried.length).toBeGreaterThan(10)
      }
    }
  }
})
