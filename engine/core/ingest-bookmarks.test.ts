import { expect, test } from 'vitest'
import { ingestOf, newLog, sourceOf, t0, takeAll, tick, topics } from '../testing/ingest-run.ts'
import type { Ingest } from './ingest.ts'
import type { Bookmarks, Source, SourceItem } from './source.ts'

const bookmark = (name: string, value: unknown): SourceItem => ({ kind: 'bookmark', name, value })

const items: readonly SourceItem[] = [
  tick(0),
  bookmark('A', { id: 1 }),
  tick(1_000),
  bookmark('B', { id: 2 }),
  bookmark('A', { id: 3 }),
  tick(2_000),
  bookmark('B', null),
]

/** What a source is given at a start behind what `ingest` has committed. */
async function givenTo(log: ReturnType<typeof newLog>, id = 'listed'): Promise<Bookmarks> {
  let given: Bookmarks = {}
  const source: Source = {
    ...sourceOf([], { id }),
    async *read(_counts, bookmarks) {
      given = bookmarks
      yield []
    },
  }
  await ingestOf(source, log).load()
  return given
}

async function takeItems(ingest: Ingest, count: number): Promise<void> {
  let left = count
  while (left > 0 && (await ingest.load())) left -= ingest.step(left)
}

const cases: readonly [number, Bookmarks][] = [
  [1, {}],
  [2, { A: { id: 1 } }],
  [4, { A: { id: 1 }, B: { id: 2 } }],
  [5, { A: { id: 3 }, B: { id: 2 } }],
  [7, { A: { id: 3 } }],
]
for (const [taken, expected] of cases) {
  test(`a source is given the bookmarks among its first ${taken} items, which were committed`, async () => {
    const log = newLog()
    const ingest = ingestOf(sourceOf(items), log)
    await takeItems(ingest, taken)
    log.commit([ingest.position()])
    expect(await givenTo(log)).toEqual(expected)
  })
}

test('bookmarks that were not committed are forgotten by an abort, and taken again', async () => {
  const log = newLog()
  const ingest = ingestOf(sourceOf(items), log)
  await takeItems(ingest, 2)
  log.commit([ingest.position()])
  ingest.committed()
  await takeItems(ingest, 3)
  log.abort()
  const again = ingest.rewound()
  log.commit([again.position()])
  again.committed()
  expect(await givenTo(log)).toEqual({ A: { id: 1 } })
  await takeItems(again, 5)
  log.commit([again.position()])
  expect(await givenTo(log)).toEqual({ A: { id: 3 } })
})

test('each source has its own bookmarks, and they are no records', async () => {
  const log = newLog()
  const first = ingestOf(sourceOf(items, { id: 'first', bounded: false }), log)
  await takeItems(first, items.length)
  expect([first.takenItems(), first.records]).toEqual([3, 3])
  log.commit([first.position()])
  const late = [tick(3_000), bookmark('A', 'of the second')]
  const second = ingestOf(sourceOf(late, { id: 'second', bounded: false }), log)
  await takeItems(second, late.length)
  log.commit([second.position()])
  expect(await givenTo(log, 'first')).toEqual({ A: { id: 3 } })
  expect(await givenTo(log, 'second')).toEqual({ A: 'of the second' })
  expect(log.read(topics[0] as never, 0, 0, 1)[0]?.timeMs).toBe(t0)
})

test('a source without bookmarks leaves none in the position', async () => {
  const ingest = ingestOf(sourceOf([tick(0)]), newLog())
  await takeAll(ingest)
  expect(ingest.position().position).not.toHaveProperty('bookmarks')
})
