import { describe, expect, test } from 'vitest'
import {
  samePrefix,
  sameUnderEveryCrash,
  sameUnderEveryCut,
  storyOf,
} from '../../engine/testing/crash.ts'
import { type Step, underTest } from '../../engine/testing/operator-run.ts'
import { toyRandom } from '../../engine/testing/toy-market.ts'
import type { Tick } from '../../schemas/contracts.generated.ts'
import { at, beat, minute, second, t0, trade } from './testing/market.ts'
import { validateTrades } from './validate-trades.ts'

const rememberMs = 12 * minute
const operator = underTest(['trade'], ({ trade: input }) => ({
  out: input.pipe(
    validateTrades({ id: 'valid', rememberMs, jumpMax: 0.5, jumpTrades: 20, jumpMs: 10_000 }),
  ),
}))

/** A trade that comes at the time of its event. */
const fed = (one: Tick): Step => at(one.event_time - t0, 'trade', one)

function run(steps: readonly Step[]) {
  const { outputs, deadLetters, counts } = storyOf(operator, steps)
  return {
    passed: (outputs.out ?? []).map(({ value }) => {
      const { trade_id: id, price, reanchored } = value as Tick & { reanchored?: true }
      return `${id}:${price}${reanchored ? ' reanchored' : ''}`
    }),
    buried: deadLetters.map(({ rule, payload }) => {
      return `${rule} ${(JSON.parse(payload.toString()) as Tick).trade_id}`
    }),
    counts,
  }
}

describe('a trade', () => {
  const faults: readonly [string, Partial<Tick>][] = [
    ['price', { price: 0 }],
    ['price', { price: -1 }],
    ['price', { price: 1_000_000 }],
    ['price', { price: Number.NaN }],
    ['price', { price: Number.POSITIVE_INFINITY }],
    ['quantity', { quantity: -0.1 }],
    ['quantity', { quantity: Number.NaN }],
    ['quantity', { quantity: Number.POSITIVE_INFINITY }],
    ['trade-id', { trade_id: -1 }],
    ['trade-id', { trade_id: 1.5 }],
  ]
  for (const [rule, more] of faults) {
    test(`with ${JSON.stringify(more)} is a dead letter by the rule of its ${rule}`, () => {
      const wrong = trade(1, 0, 100, more)
      const { passed, buried } = run([fed(trade(0, 0)), fed(wrong), fed(trade(2, 1))])
      expect(passed).toEqual(['0:100', '2:100'])
      expect(buried).toEqual([`${rule} ${wrong.trade_id}`])
    })
  }

  test('with nearly no price, nearly a million, or no quantity passes', () => {
    const odd = [trade(0, 0, 0.000_001), trade(1, 1, 0.000_001, { quantity: 0 })]
    expect(run(odd.map(fed)).passed).toEqual(['0:0.000001', '1:0.000001'])
    expect(run([fed(trade(0, 0, 999_999.99))]).passed).toEqual(['0:999999.99'])
  })

  test('passes once: what is identical is dropped and counted, near or far from the first', () => {
    const ids = [0, 1, 255, 256, 600, 1, 256, 0, 601]
    const { passed, buried, counts } = run(ids.map((id) => at(5, 'trade', trade(id, 5))))
    expect(passed).toEqual(['0:100', '1:100', '255:100', '256:100', '600:100', '601:100'])
    expect(buried).toEqual([])
    expect(counts).toEqual({ 'valid.duplicates': 3 })
  })

  test('under a known id with other content is a dead letter', () => {
    const others = [trade(7, 0, 101), trade(7, 0, 100, { quantity: 2 }), trade(7, 1)]
    const { passed, buried } = run([fed(trade(7, 0)), ...others.map((one) => at(5, 'trade', one))])
    expect(passed).toEqual(['7:100'])
    expect(buried).toEqual(Array(3).fill('conflicting-duplicate 7'))
  })

  test('is remembered for as long as it could come again', () => {
    const early = trade(7, 0)
    const away = at(second, 'trade', trade(1_000, second))
    const soon = run([fed(early), away, at(rememberMs, 'trade', early)])
    expect(soon.counts).toEqual({ 'valid.duplicates': 1 })
    const later = run([fed(early), away, at(second + rememberMs, 'trade', early)])
    expect(later.passed).toEqual(['7:100', '1000:100', '7:100'])
  })

  test('is known by its symbol and id, not by its id alone', () => {
    const { passed } = run([fed(trade(7, 0)), at(1, 'trade', trade(7, 0, 5), 'ETHUSDT')])
    expect(passed).toEqual(['7:100', '7:5'])
  })
})

describe('a price jump', () => {
  const spike = (id: number, afterMs: number, price = 200) => fed(trade(id, afterMs, price))

  test('of half the price passes, of more is quarantined', () => {
    expect(run([fed(trade(0, 0)), spike(1, 1, 150), fed(trade(2, 2, 75))]).passed).toEqual([
      '0:100',
      '1:150',
      '2:75',
    ])
    expect(run([fed(trade(0, 0)), spike(1, 1, 150.1)]).passed).toEqual(['0:100'])
    expect(run([fed(trade(0, 0)), spike(1, 1, 49.9)]).passed).toEqual(['0:100'])
  })

  test('that the next trade contradicts is a dead letter', () => {
    const { passed, buried, counts } = run([
      fed(trade(0, 0)),
      spike(1, 1),
      spike(2, 2, 201),
      fed(trade(3, 3)),
    ])
    expect(passed).toEqual(['0:100', '3:100'])
    expect(buried).toEqual(['price-jump 1', 'price-jump 2'])
    expect(counts).toEqual({ 'valid.quarantine-refuted': 1 })
  })

  test('is the new level after twenty trades in a row, which are then replayed', () => {
    const jumped = Array.from({ length: 20 }, (_, n) => spike(1 + n, 1 + n))
    expect(run([fed(trade(0, 0)), ...jumped.slice(0, 19)]).passed).toEqual(['0:100'])
    const { passed, buried, counts } = run([fed(trade(0, 0)), ...jumped, spike(21, 30)])
    expect(passed).toEqual(['0:100', ...jumped.map((_, n) => `${n + 1}:200 reanchored`), '21:200'])
    expect(buried).toEqual([])
    expect(counts).toEqual({ 'valid.reanchored': 1 })
  })

  test('is the new level after ten seconds, which are then replayed', () => {
    const before = run([fed(trade(0, 0)), spike(1, 1_000), spike(2, 10_999)])
    expect(before.passed).toEqual(['0:100'])
    const after = run([fed(trade(0, 0)), spike(1, 1_000), spike(2, 11_000), spike(3, 11_001)])
    expect(after.passed).toEqual(['0:100', '1:200 reanchored', '2:200 reanchored', '3:200'])
  })

  test('is not confirmed by one in the other direction: only the newest level is kept', () => {
    const { passed, buried } = run([
      fed(trade(0, 0)),
      spike(1, 1_000, 200),
      spike(2, 2_000, 40),
      spike(3, 12_000, 41),
    ])
    expect(passed).toEqual(['0:100', '2:40 reanchored', '3:41 reanchored'])
    expect(buried).toEqual(['price-jump 1'])
  })

  test('in quarantine is still known as a duplicate', () => {
    const { counts } = run([fed(trade(0, 0)), spike(1, 1), spike(1, 1)])
    expect(counts).toEqual({ 'valid.duplicates': 1 })
  })
})

test('validation does not depend on crashes, cuts or what comes after', () => {
  for (let seed = 1; seed <= 3; seed++) {
    const random = toyRandom(seed)
    const steps: Step[] = []
    let afterMs = 0
    for (let n = 0; n < 70; n++) {
      afterMs += Math.floor(random() * random() * 8_000)
      const id = random() < 0.15 ? Math.floor(random() * 700) : n * 10
      const price = random() < 0.3 ? 300 : 100
      const key = random() < 0.8 ? 'A' : 'B'
      if (random() < 0.1) steps.push(beat(afterMs))
      else steps.push(at(afterMs, 'trade', trade(id, afterMs, price), key))
    }
    sameUnderEveryCrash(operator, steps)
    sameUnderEveryCut(operator, steps)
    samePrefix(operator, steps)
    expect(run(steps).passed.length, `seed ${seed}`).toBeGreaterThan(20)
  }
})
