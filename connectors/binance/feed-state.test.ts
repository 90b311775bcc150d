import { describe, expect, test } from 'vitest'
import { FeedState, feedLimits } from './feed-state.ts'

const dayMs = 86_400_000
const half = (): number => 0.5
/** One connection that is open and has delivered `stream` at 0. */
function openFeed(): FeedState {
  const feed = new FeedState(feedLimits, half)
  feed.tick(0)
  feed.opened(1, 0)
  feed.heard(1, 'a', 0)
  return feed
}

test('a connection is begun, and delivers once data came over it', () => {
  const feed = new FeedState(feedLimits, half)
  expect(feed.tick(0)).toEqual([{ do: 'connect', id: 1 }])
  expect(feed.tick(1)).toEqual([])
  feed.opened(1, 100)
  expect(feed.heardWithin(30_000, 100)).toBe(false)
  feed.heard(1, 'a', 200)
  expect(feed.heardWithin(30_000, 200)).toBe(true)
  expect(feed.reconnects).toBe(0)
})

test('a connection that does not open in time has failed', () => {
  const feed = new FeedState(feedLimits, half)
  feed.tick(0)
  expect(feed.tick(9_999)).toEqual([])
  expect(feed.tick(10_000)).toEqual([{ do: 'close', id: 1, why: expect.stringContaining('open') }])
})

test('attempts are further and further apart, up to half a minute, until data comes', () => {
  const feed = new FeedState(feedLimits, () => 0)
  let nowMs = 0
  const waits: number[] = []
  for (let id = 1; id <= 9; id++) {
    const beganMs = nowMs
    while (feed.tick(nowMs).length === 0) nowMs += 50
    waits.push(nowMs - beganMs)
    feed.ended(id, nowMs)
  }
  expect(waits).toEqual([0, 250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
  while (feed.tick(nowMs).length === 0) nowMs += 50
  feed.opened(10, nowMs)
  feed.heard(10, 'a', nowMs)
  feed.ended(10, nowMs)
  expect(feed.tick(nowMs + 249)).toEqual([])
  expect(feed.tick(nowMs + 250)).toEqual([{ do: 'connect', id: 11 }])
})

describe('a half-open connection', () => {
  test('is pinged once, and closed when nothing answers', () => {
    const feed = openFeed()
    feed.frame(1, 0)
    expect(feed.tick(14_999)).toEqual([])
    expect(feed.tick(15_000)).toEqual([{ do: 'ping', id: 1 }])
    expect(feed.tick(29_999)).toEqual([])
    expect(feed.tick(30_000)[0]).toMatchObject({ do: 'close', id: 1 })
    expect(feed.heardWithin(30_000, 30_000)).toBe(false)
  })

  test('lives on when a pong comes, but does not count as delivering without data', () => {
    const feed = openFeed()
    feed.tick(15_000)
    feed.frame(1, 16_000)
    expect(feed.tick(30_000)).toEqual([])
    expect(feed.heardWithin(30_000, 30_000)).toBe(false)
  })
})

describe('before the exchange cuts a connection', () => {
  const dueMs = 23.5 * 3_600_000 * 0.99
  function overdue(): FeedState {
    const feed = openFeed()
    feed.frame(1, dueMs)
    feed.heard(1, 'a', dueMs)
    feed.heard(1, 'b', dueMs)
    expect(feed.tick(dueMs - 1)).toEqual([])
    expect(feed.tick(dueMs)).toEqual([{ do: 'connect', id: 2 }])
    expect(dueMs).toBeLessThan(dayMs)
    feed.opened(2, dueMs + 100)
    return feed
  }

  test('another one takes over once it delivers what the old one still does', () => {
    const feed = overdue()
    feed.heard(2, 'a', dueMs + 200)
    feed.heard(1, 'b', dueMs + 700)
    expect(feed.tick(dueMs + 700)).toEqual([])
    feed.heard(2, 'b', dueMs + 800)
    expect(feed.tick(dueMs + 800)).toMatchObject([{ do: 'close', id: 1 }])
    expect(feed.heardWithin(30_000, dueMs + 800)).toBe(true)
  })

  test('the old one stays while the new one is silent', () => {
    const feed = overdue()
    expect(feed.tick(dueMs + 5_000)).toEqual([])
    feed.frame(1, dueMs + 20_000)
    feed.ended(2, dueMs + 20_000)
    expect(feed.tick(dueMs + 20_000)).toEqual([])
    expect(feed.tick(dueMs + 20_600)).toEqual([{ do: 'connect', id: 3 }])
  })

  test('a stream that falls asleep does not keep both for ever', () => {
    const feed = overdue()
    feed.heard(1, 'b', dueMs + 700)
    feed.heard(2, 'a', dueMs + 900)
    for (const id of [1, 2]) feed.frame(id, dueMs + 25_000)
    expect(feed.tick(dueMs + 30_099)).toEqual([])
    expect(feed.tick(dueMs + 30_100)).toMatchObject([{ do: 'close', id: 1 }])
  })
})

test('one that is not believed is replaced in the same way', () => {
  const feed = openFeed()
  feed.replace()
  expect(feed.tick(1_000)).toEqual([{ do: 'connect', id: 2 }])
  feed.opened(2, 1_000)
  feed.heard(2, 'a', 1_100)
  expect(feed.tick(1_600)).toMatchObject([{ do: 'close', id: 1 }])
  expect(feed.tick(1_700)).toEqual([])
  expect(feed.reconnects).toBe(1)
})
