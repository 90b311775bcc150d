import { expect, test } from 'vitest'
import { runMarket } from '../testing/run-market.ts'
import { scenarioOf, scenarios } from './catalogue.ts'
import type { Scenario } from './scenario.ts'
import { forcesAt } from './timetable.ts'

const named = (name: string): Scenario => {
  const found = scenarios.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no scenario ${name}`)
  return found
}
const run = (name: string, minutes: number, decisionsPerMinute = 300) =>
  runMarket({ minutes, decisionsPerMinute, scenario: named(name), seed: 7 })
const spreadsOf = (name: string, minutes: number) => {
  const spreads: number[] = []
  runMarket({
    minutes,
    scenario: named(name),
    seed: 7,
    eachMinute({ floor: { book, price } }) {
      spreads.push(Math.min(1_000, ((book.bestAsk - book.bestBid) / price) * 10_000))
    },
  })
  return spreads
}
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const moves = (closes: readonly number[]) =>
  closes.slice(1).map((close, at) => Math.abs(close / (closes[at] ?? close) - 1))

test('each scenario has a name of its own and runs', () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length)
  for (const { name } of scenarios) expect(run(name, 30, 90).trades.length).toBeGreaterThan(100)
})

test('phases come one after the other, and again where the scenario repeats', () => {
  const crash = named('flash-crash')
  const at = (minute: number) => forcesAt(crash, 'BTCUSDT', 0, minute * 60_000).name
  expect([-1, 0, 10, 12, 13, 59, 60, 71].map(at)).toEqual([
    'calm',
    'before',
    'crash',
    'crash',
    'way back',
    'after',
    'before',
    'crash',
  ])
})

test('a flash crash falls by per cents within minutes and comes back', () => {
  const { closes } = run('flash-crash', 40, 1_200)
  const before = closes[9] ?? 0
  const lowest = Math.min(...closes.slice(10, 15))
  expect(lowest / before).toBeLessThan(0.98)
  expect(Math.abs((closes[39] ?? 0) / before - 1)).toBeLessThan(Math.abs(lowest / before - 1) / 2)
})

test('a volatility burst moves several times as much', () => {
  const sizes = moves(run('volatility-burst', 90).closes)
  expect(mean(sizes.slice(62, 88)) / mean(sizes.slice(0, 58))).toBeGreaterThan(2.5)
})

test('a liquidity drought widens the spread', () => {
  const spreads = spreadsOf('liquidity-drought', 90)
  expect(mean(spreads.slice(35)) / mean(spreads.slice(0, 30))).toBeGreaterThan(2)
})

test('a trend goes up and then down', () => {
  const { closes } = run('trend', 840, 60)
  expect((closes[359] ?? 0) / (closes[0] ?? 1)).toBeGreaterThan(1.02)
  expect((closes[839] ?? 0) / (closes[480] ?? 1)).toBeLessThan(0.98)
})

test('a range stays nearer to its beginning than a market left to itself', () => {
  const away = (name: string) => {
    const { closes } = run(name, 1_400, 60)
    return mean(closes.map((close) => Math.abs(close / (closes[0] ?? 1) - 1)))
  }
  expect(away('range')).toBeLessThan(away('calm'))
})

test('a pump lifts the price, and the dump takes it back', () => {
  const { closes } = run('pump-and-dump', 60, 1_200)
  const before = closes[19] ?? 0
  const highest = Math.max(...closes.slice(20, 36))
  expect(highest / before).toBeGreaterThan(1.01)
  expect((closes[59] ?? 0) / before).toBeLessThan(1 + (highest / before - 1) / 2)
})

test('planted momentum goes on in the direction of the last hours more often than not', () => {
  const forward = (name: string) => {
    const { closes } = run(name, 6 * 1_440, 60)
    let right = 0
    let all = 0
    for (let at = 240; at + 60 < closes.length; at += 60) {
      const past = (closes[at] ?? 0) - (closes[at - 240] ?? 0)
      const next = (closes[at + 60] ?? 0) - (closes[at] ?? 0)
      if (past * next > 0) right++
      all++
    }
    return right / all
  }
  expect(forward('planted-momentum')).toBeGreaterThan(0.6)
  expect(forward('planted-reversal')).toBeLessThan(0.4)
})

test('a name that is none is refused with those there are', async () => {
  await expect(scenarioOf('boom')).rejects.toThrow(/calm, flash-crash/)
})
