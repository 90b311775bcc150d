import type { Listing } from '../market/listing.ts'
import { SymbolMarket, type SymbolMarketOptions } from '../market/symbol-market.ts'
import { forcesAt } from '../scenarios/timetable.ts'
import {
  type ContextSample,
  contextSample,
  type FundingTime,
  fundingMs,
  fundingRate,
  sampleMs,
} from './context-samples.ts'
import { edgeLean } from './edge-lean.ts'
import { MinuteCandles } from './minute-candles.ts'
import { TradeRing } from './trade-ring.ts'

const minuteMs = 60_000
/** Trades that stay known: some hours of a live market. */
const tradesKept = 262_144
const liquidationsKept = 1_000

export interface Liquidation {
  readonly timeMs: number
  readonly tick: number
  readonly lots: number
  readonly sells: boolean
}

/** Those of its market, but for what the ledger is to it. */
export type SymbolLedgerOptions = Omit<SymbolMarketOptions, 'tape' | 'leanOf'>

/** A symbol's market, and all that the exchange has written down of it: the truth that clients are held against. */
export class SymbolLedger {
  readonly listing: Listing
  readonly market: SymbolMarket
  readonly candles: MinuteCandles
  readonly trades: TradeRing
  readonly samples: ContextSample[] = []
  readonly fundings: FundingTime[] = []
  liquidations: Liquidation[] = []
  /** All that there have been, also those no longer kept. */
  liquidationCount = 0
  readonly #options: SymbolLedgerOptions
  #nowMs: number

  constructor(options: SymbolLedgerOptions) {
    const { listing, startMs } = options
    this.#options = options
    this.#nowMs = startMs
    this.listing = listing
    this.candles = new MinuteCandles(startMs, listing.startTicks)
    this.trades = new TradeRing(tradesKept)
    const { candles, trades } = this
    this.market = new SymbolMarket({
      ...options,
      leanOf: (edge) => edgeLean(edge, candles, this.samples),
      tape: {
        trade(timeMs, tick, lots, takerBuys) {
          const id = trades.add(timeMs, tick, lots, takerBuys)
          candles.trade(id, timeMs, tick, lots, takerBuys)
        },
        liquidation: (timeMs, tick, lots, sells) => {
          this.liquidationCount++
          this.liquidations.push({ timeMs, tick, lots, sells })
          if (this.liquidations.length > 2 * liquidationsKept) {
            this.liquidations = this.liquidations.slice(-liquidationsKept)
          }
        },
      },
    })
  }

  /** Whatever happens before a time; minute by minute, so that each is closed when it is over. */
  runTo(untilMs: number): void {
    while (this.#nowMs < untilMs) {
      const nextMs = Math.min(untilMs, this.#nowMs - (this.#nowMs % minuteMs) + minuteMs)
      this.market.runTo(nextMs)
      this.#nowMs = nextMs
      this.candles.runTo(nextMs, (fromMs, toMs) => this.isDown(fromMs, toMs))
      if (nextMs % sampleMs === 0) this.#sample(nextMs)
    }
  }

  /** Whether the exchange is down all the time between two. */
  isDown(fromMs: number, toMs: number): boolean {
    const { scenario, scenarioMs, listing } = this.#options
    const entry = forcesAt(scenario, listing.symbol, scenarioMs, fromMs)
    return entry.forces.outage && entry.toMs >= toMs
  }

  /** What is thought of it now, between two samples. */
  sampleNow(): ContextSample {
    return contextSample(this.market, this.#nowMs)
  }

  /** The rate that will be paid next, as it stands. */
  estimatedFunding(): number {
    const fromMs = this.#nowMs - (this.#nowMs % fundingMs)
    const since = this.samples.slice(-(fundingMs / sampleMs)).filter((one) => one.timeMs > fromMs)
    if (since.length === 0) return fundingRate(this.sampleNow().premium)
    return fundingRate(since.reduce((sum, one) => sum + one.premium, 0) / since.length)
  }

  #sample(timeMs: number): void {
    if (this.isDown(timeMs - 1, timeMs)) return
    if (timeMs % fundingMs === 0) {
      const last = this.samples.slice(-(fundingMs / sampleMs))
      const mean = last.reduce((sum, one) => sum + one.premium, 0) / Math.max(1, last.length)
      const rate = fundingRate(mean)
      const { price } = this.market.floor
      this.market.crowd.accounts.fund(rate, price)
      this.fundings.push({ timeMs, rate, price })
    }
    this.samples.push(contextSample(this.market, timeMs))
  }
}
