import { describe, expect, test } from 'vitest'
import { FetchedRecord } from './fetch-response.ts'
import { PartitionFeed } from './fetcher.ts'
import { type Feeds, ReadBuffers, type Reading } from './read-buffers.ts'

/** A broker with one partition, whose records come when the test says so. */
class Broker implements Feeds {
  readonly feeds: PartitionFeed[] = []
  private listeners: (() => void)[] = []
  private end = 0

  async add(topic: string, partition: number, offset: number): Promise<PartitionFeed> {
    const feed = new PartitionFeed(topic, partition, offset)
    this.feeds.push(feed)
    return feed
  }

  remove(feed: PartitionFeed): void {
    this.feeds.splice(this.feeds.indexOf(feed), 1)
  }

  arrival(): Promise<void> {
    return new Promise((resolve) => this.listeners.push(resolve))
  }

  fetch(): void {
    // What comes, and when, is the test's.
  }

  async close(): Promise<void> {
    this.notify()
  }

  write(records: number): void {
    this.end += records
  }

  /** Gives the newest feed, or another, what there is before an offset. */
  async give(feed = this.feeds.at(-1), to = this.end): Promise<void> {
    if (feed === undefined) throw new Error('nothing is read')
    const records: FetchedRecord[] = []
    for (let offset = feed.nextOffset; offset < to; offset++) records.push(record(offset))
    feed.receive(records, to, this.end)
    this.notify()
    // The buffers take it in turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
  }

  private notify(): void {
    for (const resolve of this.listeners.splice(0)) resolve()
  }
}

function record(offset: number): FetchedRecord {
  return new FetchedRecord(offset, offset, Buffer.alloc(0), -1, 0, -1, 0, 0)
}

describe('what is read for several tasks', () => {
  const opened = (buffers: ReadBuffers, offset: number): Promise<Reading<FetchedRecord>> =>
    buffers.open('candles', 5, offset, async (records) => records)
  const offsets = (reading: Reading<FetchedRecord>, from: number): readonly number[] =>
    reading.fetch(from).map(({ offset }) => offset)

  test('is fetched once for tasks that begin where it is held', async () => {
    const broker = new Broker()
    const buffers = new ReadBuffers(broker)
    const first = await opened(buffers, 3)
    broker.write(6)
    await broker.give()
    const second = await opened(buffers, 4)
    expect(broker.feeds).toHaveLength(1)
    expect([offsets(first, 3), offsets(second, 4)]).toEqual([
      [3, 4, 5],
      [4, 5],
    ])
    await buffers.close()
  })

  test('stays at hand when a task begins at an offset that was let go of', async () => {
    const broker = new Broker()
    const buffers = new ReadBuffers(broker)
    const early = await opened(buffers, 0)
    broker.write(8)
    await broker.give()
    early.release(5)
    expect(early.readTo).toBe(8)
    const late = await opened(buffers, 2)
    // The first was told that everything before 8 is there: it must be.
    expect([early.readTo, offsets(early, 5)]).toEqual([8, [5, 6, 7]])
    expect([late.readTo, offsets(late, 2)]).toEqual([2, []])
    await broker.give(undefined, 4)
    expect([late.readTo, offsets(late, 2)]).toEqual([4, [2, 3]])
    await buffers.close()
  })

  test('is fetched once again when the later task has caught up', async () => {
    const broker = new Broker()
    const buffers = new ReadBuffers(broker)
    const early = await opened(buffers, 0)
    broker.write(8)
    await broker.give()
    early.release(5)
    const late = await opened(buffers, 2)
    await broker.give(undefined, 7)
    let arrived = false
    const arrival = buffers.arrival().then(() => {
      arrived = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(arrived).toBe(false)
    late.release(6)
    // What the others have read has come for it.
    await arrival
    // The others know of one more than it does.
    expect(broker.feeds).toHaveLength(1)
    expect([late.readTo, offsets(late, 6)]).toEqual([8, [6, 7]])
    early.release(8)
    expect(offsets(late, 6)).toEqual([6, 7])
    late.close()
    early.close()
    expect(broker.feeds).toEqual([])
    await buffers.close()
  })

  test('is not shared with who has read less: nothing that came goes away', async () => {
    const broker = new Broker()
    const buffers = new ReadBuffers(broker)
    const early = await opened(buffers, 0)
    const [first] = broker.feeds
    broker.write(4)
    await broker.give()
    early.release(3)
    const late = await opened(buffers, 2)
    broker.write(4)
    await broker.give()
    late.release(7)
    expect(broker.feeds).toHaveLength(2)
    expect([early.readTo, late.readTo, offsets(late, 7)]).toEqual([4, 8, [7]])
    await broker.give(first)
    late.release(7)
    expect(broker.feeds).toEqual([first])
    expect([early.readTo, late.readTo, offsets(early, 3)]).toEqual([8, 8, [3, 4, 5, 6, 7]])
    await buffers.close()
  })
})
