import { edgeLean } from '../ledger/edge-lean.ts'
import { MinuteCandles } from '../ledger/minute-candles.ts'
import { type Trade, TradeRing } from '../ledger/trade-ring.ts'
import { listingOf } from '../market/listing.ts'
import { defaultPopulation, type Population } from '../market/population.ts'
import { SymbolMarket } from '../market/symbol-market.ts'
import { type Scenario, type ScenarioInput, scenarioSchema } from '../scenarios/scenario.ts'

export const marketStartMs = Date.UTC(2026, 0, 1)
const minuteMs = 60_000

export const calm: Scenario = scenarioSchema.parse({
  name: 'calm',
  description: 'nothing happens',
  phases: [],
})

export interface MarketRun {
  readonly market: SymbolMarket
  readonly candles: MinuteCandles
  readonly trades: readonly Trade[]
  readonly closes: readonly number[]
  readonly liquidations: number
}

export interface RunOptions {
  readonly symbol?: string
  readonly seed?: number
  readonly minutes: number
  readonly decisionsPerMinute?: number
  readonly population?: Population
  readonly scenario?: ScenarioInput
  /** Called after each minute. */
  readonly eachMinute?: (market: SymbolMarket) => void
  /** In how many pieces each minute is run. */
  readonly cuts?: number
}

/** One symbol's market for some minutes, with all its trades. */
export function runMarket(options: RunOptions): MarketRun {
  const { symbol = 'BTCUSDT', seed = 1, minutes, cuts = 1 } = options
  const listing = listingOf(symbol)
  const candles = new MinuteCandles(marketStartMs, listing.startTicks)
  const ring = new TradeRing(1_048_576)
  let liquidations = 0
  const market = new SymbolMarket({
    listing,
    seed,
    population: options.population ?? defaultPopulation,
    scenario: options.scenario === undefined ? calm : scenarioSchema.parse(options.scenario),
    startMs: marketStartMs,
    scenarioMs: marketStartMs,
    decisionsPerMinute: 1_200,
    leanOf: (edge) => edgeLean(edge, candles, []),
    tape: {
      trade(timeMs, tick, lots, takerBuys) {
        candles.trade(ring.add(timeMs, tick, lots, takerBuys), timeMs, tick, lots, takerBuys)
      },
      liquidation() {
        liquidations++
      },
    },
  })
  if (options.decisionsPerMinute !== undefined) market.thin(options.decisionsPerMinute)
  for (let minute = 1; minute <= minutes; minute++) {
    for (let cut = cuts - 1; cut >= 0; cut--) {
      market.runTo(marketStartMs + minute * minuteMs - (cut * minuteMs) / cuts)
    }
    candles.runTo(marketStartMs + minute * minuteMs - 1, () => false)
    options.eachMinute?.(market)
  }
  const trades: Trade[] = []
  for (let id = ring.firstId; id <= ring.lastId; id++) trades.push(ring.at(id) as Trade)
  const closes = Array.from(
    { length: candles.minutes },
    (_, minute) => candles.at(minute)?.close ?? Number.NaN,
  )
  return { market, candles, trades, closes, liquidations }
}
