import { ConfigError } from '../../engine/core/errors.ts'
import { intervalOfName } from '../files/candle-interval.ts'
import { streamsMax } from './stream-feed.ts'

/** What is followed, and the start that it grew from: a start that asks for something else begins anew. */
export interface SavedSubscription {
  readonly askedSymbols: readonly string[]
  readonly askedIntervals: readonly string[]
  readonly symbols: readonly string[]
  readonly intervals: readonly string[]
}

/** The symbols and intervals that are followed. Changes are refused that the exchange would not take. */
export class Subscription {
  symbols: readonly string[]
  intervals: readonly string[]
  private readonly askedSymbols: readonly string[]
  private readonly askedIntervals: readonly string[]

  constructor(
    asked: { readonly symbols: readonly string[]; readonly intervals: readonly string[] },
    saved: SavedSubscription | undefined,
  ) {
    this.askedSymbols = [...new Set(asked.symbols)]
    this.askedIntervals = [...new Set(asked.intervals)]
    const same =
      saved !== undefined &&
      sameNames(saved.askedSymbols, this.askedSymbols) &&
      sameNames(saved.askedIntervals, this.askedIntervals)
    this.symbols = same ? saved.symbols : this.askedSymbols
    this.intervals = same ? saved.intervals : this.askedIntervals
    this.check(this.symbols, this.intervals)
  }

  get saved(): SavedSubscription {
    const { askedSymbols, askedIntervals, symbols, intervals } = this
    return { askedSymbols, askedIntervals, symbols, intervals }
  }

  /** Whether anything changed. */
  addSymbol(symbol: string): boolean {
    if (this.symbols.includes(symbol)) return false
    const symbols = [...this.symbols, symbol]
    this.check(symbols, this.intervals)
    this.symbols = symbols
    return true
  }

  removeSymbol(symbol: string): boolean {
    if (!this.symbols.includes(symbol)) return false
    const symbols = this.symbols.filter((other) => other !== symbol)
    if (symbols.length === 0) throw new ConfigError(`${symbol} is the last symbol: stop instead`)
    this.symbols = symbols
    return true
  }

  addInterval(interval: string): boolean {
    if (this.intervals.includes(interval)) return false
    const intervals = [...this.intervals, interval]
    this.check(this.symbols, intervals)
    this.intervals = intervals
    return true
  }

  removeInterval(interval: string): boolean {
    if (!this.intervals.includes(interval)) return false
    if (interval === '1m') throw new ConfigError('1m klines check the candles: they stay')
    this.intervals = this.intervals.filter((other) => other !== interval)
    return true
  }

  private check(symbols: readonly string[], intervals: readonly string[]): void {
    const strange = intervals.find((name) => intervalOfName(name) === null)
    if (strange !== undefined)
      throw new ConfigError(`interval was '${strange}'; known are 1m 5m 15m 1h 4h 1d`)
    const streams = symbols.length * (1 + intervals.length)
    if (streams > streamsMax)
      throw new ConfigError(
        `${symbols.length} symbols with ${intervals.length} intervals are ${streams} streams; a connection takes ${streamsMax}`,
      )
  }
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name))
}
