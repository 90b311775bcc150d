import { ConfigError } from '../../engine/core/errors.ts'
import { normaliseSymbol } from '../files/symbol-name.ts'
import { SymbolLedger } from './ledger/symbol-ledger.ts'
import { listingOf } from './market/listing.ts'
import { defaultPopulation, type Population } from './market/population.ts'
import { noForces, type Scenario } from './scenarios/scenario.ts'
import { type Entry, forcesAt } from './scenarios/timetable.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

export const defaultDecisionsPerMinute = 1_200
export const defaultHistoryDecisionsPerMinute = 60

export interface ExchangeOptions {
  /** A whole number: the market is a function of it, the symbols and the times. */
  readonly seed: number
  readonly symbols: readonly string[]
  /** Where the live market begins; a full minute. */
  readonly liveMs: number
  /** Days before it that are made first, by a thinned market. */
  readonly historyDays: number
  readonly scenario: Scenario
  readonly population?: Population
  readonly decisionsPerMinute?: number
  readonly historyDecisionsPerMinute?: number
}

/** All symbols of the simulated exchange at one simulated time. It has no clock: others say how late it is. */
export class Exchange {
  readonly ledgers: readonly SymbolLedger[]
  readonly startMs: number
  readonly liveMs: number
  nowMs: number
  readonly #options: ExchangeOptions
  readonly #bySymbol: ReadonlyMap<string, SymbolLedger>

  constructor(options: ExchangeOptions) {
    const { seed, liveMs, historyDays, scenario } = options
    if (!Number.isSafeInteger(seed)) {
      throw new ConfigError('The seed of a simulated exchange is a whole number.', { was: seed })
    }
    if (!Number.isSafeInteger(liveMs) || liveMs % minuteMs !== 0) {
      throw new ConfigError('A simulated exchange begins on a full minute.', { was: liveMs })
    }
    this.#options = options
    this.liveMs = liveMs
    this.startMs = liveMs - historyDays * dayMs
    this.nowMs = this.startMs
    const population = options.population ?? defaultPopulation
    this.ledgers = symbolsOf(options.symbols).map(
      (symbol) =>
        new SymbolLedger({
          listing: listingOf(symbol),
          seed: foldSeed(seed),
          population,
          scenario,
          startMs: this.startMs,
          scenarioMs: this.#scenarioMs(),
          decisionsPerMinute: options.decisionsPerMinute ?? defaultDecisionsPerMinute,
        }),
    )
    this.#bySymbol = new Map(this.ledgers.map((ledger) => [ledger.listing.symbol, ledger]))
    if (historyDays > 0) {
      const thinned = options.historyDecisionsPerMinute ?? defaultHistoryDecisionsPerMinute
      for (const { market } of this.ledgers) market.thin(thinned)
    }
  }

  ledger(symbol: string): SymbolLedger | undefined {
    return this.#bySymbol.get(symbol)
  }

  /** Whatever happens before a time. At the seam of history and live market the full crowd comes in. */
  runTo(untilMs: number): void {
    if (this.nowMs < this.liveMs) {
      const historyMs = Math.min(untilMs, this.liveMs)
      for (const ledger of this.ledgers) ledger.runTo(historyMs)
      this.nowMs = historyMs
      if (historyMs < this.liveMs) return
      const full = this.#options.decisionsPerMinute ?? defaultDecisionsPerMinute
      for (const { market } of this.ledgers) market.thin(full)
    }
    if (untilMs <= this.nowMs) return
    for (const ledger of this.ledgers) ledger.runTo(untilMs)
    this.nowMs = untilMs
  }

  /** The phase of the scenario that concerns everybody. */
  get phase(): Entry {
    const [first] = this.ledgers
    if (first === undefined) {
      const endless = { fromMs: this.startMs, toMs: Number.POSITIVE_INFINITY }
      return { name: 'calm', forces: noForces, ...endless }
    }
    const { scenario } = this.#options
    return forcesAt(scenario, first.listing.symbol, this.#scenarioMs(), this.nowMs)
  }

  #scenarioMs(): number {
    return this.#options.scenario.inHistory ? this.startMs : this.liveMs
  }
}

/** Sorted, so that the order in which they were named changes nothing. */
function symbolsOf(texts: readonly string[]): string[] {
  const names = texts.map((text) => {
    const symbol = normaliseSymbol(text)
    if (symbol === null) throw new ConfigError('This is no symbol.', { was: text })
    return symbol
  })
  if (names.length === 0) throw new ConfigError('A simulated exchange needs a symbol.')
  return [...new Set(names)].sort()
}

/** Seeds beyond 32 bits count in full. */
function foldSeed(seed: number): number {
  const high = Math.floor(seed / 4_294_967_296)
  return (seed ^ Math.imul(high, 0x9e3779b1)) | 0
}
