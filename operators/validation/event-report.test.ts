import { describe, expect, test } from 'vitest'
import { type EventTerms, eventTerms, type MarketEvent, validateEvents } from './event-report.ts'

const dayMs = Date.UTC(2025, 2, 4)
const startUs = dayMs * 1_000 + 1_000_000

function trade(n: number, more: Partial<MarketEvent> = {}): MarketEvent {
  const eventUs = startUs + n * 1_000_000
  return {
    line: n + 2,
    kind: 'trade',
    symbol: 'TRXUSDT',
    receiveUs: eventUs + 500,
    receiveMs: null,
    eventUs,
    price: 0.23,
    quantity: 10,
    tradeId: 100 + n,
    firstUpdateId: null,
    lastUpdateId: null,
    previousUpdateId: null,
    isLast: null,
    ...more,
  }
}

/** One row of a depth message with the updates from one to another. */
function depth(n: number, from: number, to: number, more: Partial<MarketEvent> = {}): MarketEvent {
  return trade(n, { kind: 'depth', tradeId: null, firstUpdateId: from, lastUpdateId: to, ...more })
}

function brokenBy(events: readonly MarketEvent[], terms: Partial<EventTerms> = {}): string[] {
  const { rules } = validateEvents(events, { ...eventTerms, ...terms })
  return rules.flatMap(({ rule, first }) =>
    first.map(({ line, reason }) => `${rule} ${line}: ${reason}`),
  )
}

describe('a recorded stream', () => {
  test('without fault is valid by every rule', () => {
    const events = [
      trade(0),
      depth(1, 1, 4),
      depth(1, 1, 4, { quantity: 0 }),
      trade(2, { tradeId: 101 }),
      depth(3, 5, 5),
    ]
    expect(validateEvents(events, { ...eventTerms, dayMs })).toMatchObject({
      events: 5,
      valid: true,
    })
  })

  const trades: readonly [string, Partial<MarketEvent>, string][] = [
    ['no time', { eventUs: 0 }, 'event-time 3: event time is 0'],
    ['no number for a time', { eventUs: Number.NaN }, 'event-time 3: event time is NaN'],
    ['a price below zero', { price: -1 }, 'price 3: price is -1'],
    ['a quantity of nothing', { quantity: 0 }, 'quantity 3: quantity is 0'],
    ['an id that came before', { tradeId: 100 }, 'trade-id 3: trade id 100 came before'],
    ['an id that goes back', { tradeId: 7 }, 'trade-id 3: trade id 7 is before 100'],
    ['an id too far', { tradeId: 104 }, 'trade-id 3: trade id 104 has 3 missing before it'],
    [
      'two times of receipt',
      { receiveMs: 5 },
      `receive-time 3: received at ${startUs + 1_000_500} µs and at 5 ms`,
    ],
    [
      'a receipt long behind its time',
      { receiveUs: startUs + 100_000_000 },
      'lag 3: received 99000 ms behind its time',
    ],
    [
      'a receipt before its time, and before the receipt before',
      { receiveUs: startUs - 9_000_000 },
      `receive-order 3: received at ${startUs - 9_000_000}, before ${startUs + 500}`,
    ],
  ]
  for (const [name, more, broken] of trades) {
    test(`with a trade of ${name} breaks its rule`, () => {
      expect(brokenBy([trade(0), trade(1, more)])).toContain(broken)
    })
  }

  test('may have the placeholders by which Binance fills its ids', () => {
    expect(brokenBy([trade(0), trade(1, { price: 0, quantity: 0 }), trade(2)])).toEqual([])
  })

  test('has no event of another day', () => {
    const late = { eventUs: (dayMs + 86_400_000) * 1_000, receiveUs: (dayMs + 86_400_000) * 1_000 }
    expect(brokenBy([trade(0), trade(1, late)], { dayMs })).toEqual([
      `day 3: event time ${late.eventUs} is not of its day`,
    ])
    expect(brokenBy([trade(0), trade(1, late)])).toEqual([])
  })

  test('has depth messages that follow each other: by their first update, or by what they say they follow', () => {
    expect(brokenBy([depth(0, 1, 4), depth(1, 6, 7)])).toEqual([
      'update-id 3: begins with 6; the message before ended with 4',
    ])
    expect(brokenBy([depth(0, 1, 4), depth(1, 90, 95, { previousUpdateId: 4 })])).toEqual([])
    expect(brokenBy([depth(0, 1, 4), depth(1, 5, 9, { previousUpdateId: 3 })])).toEqual([
      'update-id 3: follows 3; the message before ended with 4',
    ])
    expect(brokenBy([depth(0, 1, 4), depth(1, 5, 4)])).toEqual(['update-id 3: updates 5 to 4'])
  })

  test('has one time in all rows of a message', () => {
    const row = depth(1, 5, 9)
    expect(brokenBy([depth(0, 1, 4), row, { ...row, line: 4, eventUs: startUs }])).toEqual([
      `message 4: event time ${startUs}, and ${startUs + 1_000_000} in the row before of one message`,
    ])
  })

  test('marks the last row of a message, and no other', () => {
    const rows = (...marks: boolean[]): MarketEvent[] =>
      marks.map((isLast, n) => depth(0, 1, 4, { isLast, line: n + 2 }))
    const next = depth(1, 5, 5, { isLast: true, line: 9 })
    expect(brokenBy([...rows(false, true), next])).toEqual([])
    expect(brokenBy([...rows(true, true), next])).toEqual([
      'last-row 2: is marked as the last of a message that goes on',
    ])
    expect(brokenBy([...rows(false, false), next])).toEqual([
      'last-row 3: ends its message and is not marked so',
    ])
    // It was cut off within a message.
    expect(brokenBy(rows(false, false))).toEqual([])
  })

  test('tells the first offenders, and counts them all', () => {
    const { rules } = validateEvents(
      Array.from({ length: 30 }, (_, n) => trade(n, { price: -n })),
      { ...eventTerms, firstMax: 2 },
    )
    expect(rules.find(({ rule }) => rule === 'price')).toEqual({
      rule: 'price',
      offenders: 30,
      first: [
        { line: 2, reason: 'price is 0' },
        { line: 3, reason: 'price is -1' },
      ],
    })
  })
})
