import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type MarketRun, marketStartMs, runMarket } from '../testing/run-market.ts'
import { noAsk, noBid } from './order-book.ts'
import { defaultPopulation } from './population.ts'

describe('a market', () => {
  test('is the same for the same seed, however its time is cut', () => {
    const whole = runMarket({ minutes: 20, seed: 5 }).trades
    expect(runMarket({ minutes: 20, seed: 5, cuts: 7 }).trades).toEqual(whole)
    expect(runMarket({ minutes: 20, seed: 6 }).trades).not.toEqual(whole)
  })

  test('is the same on every machine', () => {
    const { trades } = runMarket({ minutes: 60, seed: 11, decisionsPerMinute: 300 })
    const digest = createHash('sha256').update(JSON.stringify(trades)).digest('hex')
    // Another digest is another market: whoever means it to be writes it here.
    expect(digest).toBe('ec5ae12e267e501650bdfc0d314e9ea30d8b5d38e4e88cd9b977270d788af573')
  })

  test('numbers its trades without a gap and never goes back in time', () => {
    const { trades } = runMarket({ minutes: 30 })
    expect(trades.length).toBeGreaterThan(1_000)
    let lastMs = marketStartMs
    for (const [at, { id, timeMs, lots }] of trades.entries()) {
      expect(id).toBe(at + 1)
      expect(timeMs >= lastMs && Number.isInteger(timeMs)).toBe(true)
      expect(lots > 0 && Number.isInteger(lots)).toBe(true)
      lastMs = timeMs
    }
  })

  test('has a candle each minute that is the fold of its trades', () => {
    const { trades, candles } = runMarket({ minutes: 15 })
    for (let minute = 0; minute < 15; minute++) {
      const openMs = marketStartMs + minute * 60_000
      const inside = trades.filter(({ timeMs }) => Math.floor(timeMs / 60_000) * 60_000 === openMs)
      const ticks = inside.map(({ tick }) => tick)
      expect(candles.at(minute)).toMatchObject({
        openMs,
        open: ticks[0],
        high: Math.max(...ticks),
        low: Math.min(...ticks),
        close: ticks.at(-1),
        trades: inside.length,
        lots: inside.reduce((sum, { lots }) => sum + lots, 0),
        firstTradeId: inside[0]?.id,
        lastTradeId: inside.at(-1)?.id,
      })
    }
  })

  test('neither makes nor loses a coin', () => {
    const { market } = runMarket({ minutes: 60 })
    const { position } = market.crowd.accounts
    expect(position.reduce((sum, one) => sum + one, 0)).toBe(0)
    expect(position.filter((one) => one !== 0).length).toBeGreaterThan(100)
  })

  test('keeps its spread between a tick and a per cent, and its book filled', () => {
    let sane = 0
    runMarket({
      minutes: 120,
      eachMinute({ floor: { book, price } }) {
        const spread = book.bestAsk - book.bestBid
        const filled = book.bestBid !== noBid && book.bestAsk !== noAsk
        if (filled && spread >= 1 && spread < price / 100) sane++
      },
    })
    expect(sane).toBe(120)
  })
})

describe('orders alone make the price', () => {
  const without = (kind: 'informed' | 'noise') => ({
    ...defaultPopulation,
    [kind]: { ...defaultPopulation[kind], agents: 0 },
  })
  const distance = ({ market: { floor, news } }: MarketRun) =>
    Math.abs(floor.price / news.value - 1)

  test('without informed agents it knows nothing of the worth', () => {
    const phases = [{ name: 'rise', minutes: 240, forces: { driftPctPerHour: 5 } }]
    const scenario = { name: 'rise', description: 'a rise', phases }
    const run = { minutes: 240, decisionsPerMinute: 300, scenario }
    expect(distance(runMarket(run))).toBeLessThan(0.005)
    expect(distance(runMarket({ ...run, population: without('informed') }))).toBeGreaterThan(0.05)
  })

  test('fewer decisions that each stand for more trade about as much', () => {
    const volume = ({ trades }: MarketRun) => trades.reduce((sum, { lots }) => sum + lots, 0)
    const ratio =
      volume(runMarket({ minutes: 240, decisionsPerMinute: 90 })) /
      volume(runMarket({ minutes: 240 }))
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  })
})

test('who can no longer carry a position is closed out by the market', () => {
  const { trendFollower } = defaultPopulation
  const population = {
    ...defaultPopulation,
    trendFollower: { ...trendFollower, leverage: 50, capital: 10 },
  }
  const scenario = {
    name: 'whipsaw',
    description: 'up, then down',
    phases: [
      { name: 'up', minutes: 120, forces: { driftPctPerHour: 6 } },
      { name: 'down', minutes: 60, forces: { driftPctPerHour: -30 } },
    ],
  }
  const run = { minutes: 180, decisionsPerMinute: 300, population, scenario }
  expect(runMarket(run).liquidations).toBeGreaterThan(10)
})
