import { Exchange } from '../connectors/sim-exchange/exchange.ts'
import { defaultPopulation } from '../connectors/sim-exchange/market/population.ts'
import { scenarioSchema } from '../connectors/sim-exchange/scenarios/scenario.ts'
import { type Figure, ratePerSecond } from './figure.ts'
import { plainAgents } from './plain-agents.ts'

const decisions = 3_000_000
/** What a market with its order book was asked to do. */
const asked = 3_000_000

const scenario = scenarioSchema.parse({ name: 'calm', description: 'none', phases: [] })
const liveMs = Date.UTC(2026, 0, 1)

/** Agents that decide one after the other, with their order book and the exchange's ledger; and the same agents without. */
export async function simulatedMarket(): Promise<readonly Figure[]> {
  const days = 1.6
  let done = 0
  const untilMs = liveMs + days * 86_400_000
  const rate = await ratePerSecond(1, () => {
    const symbols = ['BTCUSDT']
    const exchange = new Exchange({ seed: 1, symbols, liveMs, historyDays: 0, scenario })
    return {
      work: () => exchange.runTo(untilMs),
      after() {
        const [ledger] = exchange.ledgers
        done = ledger?.market.decisions ?? 0
        const { position } = ledger?.market.crowd.accounts ?? {}
        const sum = position?.reduce((total, lots) => total + lots, 0)
        if (sum !== 0) throw new Error('the positions of all agents are not zero together')
        if ((ledger?.trades.lastId ?? 0) < done / 10) throw new Error('hardly anything was traded')
      },
    }
  })
  const value = rate * done
  let price = 0
  const plain = await ratePerSecond(decisions, () => ({
    work() {
      price = plainAgents(defaultPopulation, decisions, 1)
    },
  }))
  if (!(price > 0)) throw new Error('the plain market has no price')
  const figure = { name: 'simulated-market', value, unit: 'decisions/s' }
  return [
    {
      ...figure,
      ratio: value / plain,
      ratioTo: `the same agents without a book, ${(plain / 1e6).toFixed(1)} million/s`,
    },
    { ...figure, ratio: value / asked, ratioTo: 'the 3 million asked for' },
  ]
}
