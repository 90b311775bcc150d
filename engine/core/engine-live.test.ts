import { expect, test } from 'vitest'
import { engineOf, oneStage, recordsOf } from '../testing/engine-of.ts'
import { item, numberTopic } from '../testing/listed-source.ts'
import { deadLetters } from './dead-letter.ts'
import type { Engine } from './engine.ts'
import { mapValue } from './flat-map.ts'
import { definePipeline } from './pipeline.ts'
import type { Source, SourceItem } from './source.ts'

const numbers = numberTopic('numbers')
const doubles = numberTopic('doubles')
const commands = numberTopic('commands', { partitioning: 'global' })
const originMs = Date.UTC(2025, 0, 1)
const doubling = definePipeline({
  id: 'doubling',
  build({ from, to }) {
    from(numbers).pipe(
      mapValue((value) => {
        if (value === 13) throw new RangeError('13')
        return 2 * value
      }),
      to(doubles),
    )
  },
})

/** A source that says nothing until it is told to. */
function talkingSource() {
  let say: (items: readonly SourceItem[]) => void = () => undefined
  const source: Source = {
    id: 'talk',
    kind: 'live',
    streams: 1,
    topics: [numbers],
    bounded: false,
    async *read() {
      for (;;) {
        yield await new Promise<readonly SourceItem[]>((resolve) => {
          say = resolve
        })
      }
    },
  }
  return { source, say: (...items: SourceItem[]) => say(items) }
}

const tick = (value: number): SourceItem =>
  item(numbers, 'K', value, originMs + value, originMs + value)
const doublesOf = (engine: Engine): unknown[] =>
  recordsOf(engine.log, doubles).map(({ value }) => value)

test('an engine on a silent source has committed all it was told, obeys commands, and stops', async () => {
  const { source, say } = talkingSource()
  const wired = oneStage(numbers, [doubles, commands], doubling)
  let commits: (() => void)[] = []
  const engine = engineOf({
    topology: wired,
    source,
    commandTopics: [commands],
    commitEvents: 1_000,
    onCommit: () => {
      for (const resolve of commits) resolve()
      commits = []
    },
  })
  const untilCommitted = async (enough: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 100 && !enough(); tries++)
      await new Promise<void>((resolve) => commits.push(resolve))
    expect(enough()).toBe(true)
  }
  const running = engine.run()
  // The source is asked only when the engine has its first turn behind it.
  await new Promise((resolve) => setImmediate(resolve))
  say(tick(1), tick(2), { kind: 'beat', clockMs: originMs + 1_000 })
  await untilCommitted(() => engine.ingest.clockMs === originMs + 1_000)
  await untilCommitted(() => doublesOf(engine).length === 2)
  expect(engine.uncommitted).toBe(0)
  expect(await engine.inject(commands, 'who', 7)).toBe(originMs + 1_000)
  expect(recordsOf(engine.log, commands)).toHaveLength(1)

  // A step that fails while the source is asked: the engine does not wait for the answer, nor lose it.
  await engine.inject(numbers, 'K', 13)
  await untilCommitted(() => recordsOf(engine.log, deadLetters).length === 1)
  expect(engine.aborts).toBe(1)
  say(tick(3))
  await untilCommitted(() => doublesOf(engine).length === 3)
  engine.stop()
  await running
  expect(engine.stopped).toBe(true)
  expect(doublesOf(engine)).toEqual([2, 4, 6])
  // No end of time: the market goes on without us.
  expect(engine.ingest.clockMs).toBe(originMs + 1_000)
})
