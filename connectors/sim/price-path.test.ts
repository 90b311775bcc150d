import { expect, test } from 'vitest'
import { instrumentOf } from './instruments.ts'
import { type MinuteMove, PricePath } from './price-path.ts'

const start = 29_000_000

function pathOf(seed: number, ...symbols: readonly string[]): PricePath {
  return new PricePath({
    seed,
    instruments: symbols.map(instrumentOf),
    tradesMin: 6,
    tradesMax: 20,
  })
}

/** The moves of the first symbol. */
function moves(path: PricePath, minutes: number): MinuteMove[] {
  const all: MinuteMove[] = []
  let state = path.start(start)
  while (state.minute < start + minutes) {
    state = path.advance(state, (move, index) => {
      if (index === 0) all.push(move)
    })
  }
  return all
}

test('the state is plain data from which the path goes on alike', () => {
  const path = pathOf(3, 'BTCUSDT', 'ETHUSDT')
  let state = path.start(start)
  for (let minute = 0; minute < 500; minute++) state = path.advance(state)
  const copy = JSON.parse(JSON.stringify(state))
  let other = copy
  for (let minute = 0; minute < 500; minute++) {
    state = path.advance(state)
    other = pathOf(3, 'BTCUSDT', 'ETHUSDT').advance(other)
  }
  expect(other).toEqual(state)
})

test("a symbol's path does not depend on the other symbols", () => {
  expect(moves(pathOf(3, 'BTCUSDT'), 300)).toEqual(moves(pathOf(3, 'BTCUSDT', 'SOLUSDT'), 300))
})

test('another seed is another path', () => {
  expect(moves(pathOf(3, 'BTCUSDT'), 3)).not.toEqual(moves(pathOf(4, 'BTCUSDT'), 3))
})

test('trades stay within their limits, and their ids have no gap', () => {
  const all = moves(pathOf(5, 'SOLUSDT'), 5_000)
  let nextId = 1
  for (const move of all) {
    expect(move.firstTradeId).toBe(nextId)
    expect(move.trades >= 6 && move.trades <= 20).toBe(true)
    nextId += move.trades
  }
  expect(new Set(all.map((move) => move.trades)).size).toBe(15)
})

test('the mean log return over many seeds is zero: no edge is planted', () => {
  const minutes = 1_440
  const ends: number[] = []
  for (let seed = 0; seed < 400; seed++) {
    let state = pathOf(seed, 'BTCUSDT').start(start)
    const path = pathOf(seed, 'BTCUSDT')
    while (state.minute < start + minutes) state = path.advance(state)
    ends.push(state.symbols[0]?.logReturn ?? Number.NaN)
  }
  const mean = ends.reduce((sum, end) => sum + end, 0) / ends.length
  const variance = ends.reduce((sum, end) => sum + (end - mean) ** 2, 0) / (ends.length - 1)
  const standardError = Math.sqrt(variance / ends.length)
  expect(Math.abs(mean)).toBeLessThan(3 * standardError)
  expect(Math.sqrt(variance)).toBeGreaterThan(0.01) // a day moves by some per cent
  expect(Math.sqrt(variance)).toBeLessThan(0.05)
})

test('following the last hour does not earn its fees', () => {
  const hour = 60
  const all = moves(pathOf(11, 'BTCUSDT'), 200 * 1_440)
  const hours: number[] = []
  for (let at = 0; at + hour <= all.length; at += hour) {
    hours.push((all[at + hour - 1]?.to ?? 0) - (all[at]?.from ?? 0))
  }
  let gain = 0
  for (let at = 1; at < hours.length; at++) gain += Math.sign(hours[at - 1] ?? 0) * (hours[at] ?? 0)
  const roundTrip = 2 * (0.000_5 + 0.000_2)
  expect(gain / (hours.length - 1)).toBeLessThan(roundTrip / 4)
})

test('refuses a state of fewer symbols', () => {
  const state = pathOf(1, 'BTCUSDT').start(start)
  expect(() => pathOf(1, 'BTCUSDT', 'ETHUSDT').advance(state)).toThrow('fewer symbols')
})
