import type { Instrument } from './instruments.ts'
import { firstMood, type Mood, nextMood, regimes } from './regimes.ts'
import { seasonAt } from './season.ts'
import { Sfc32, streamOf } from './sfc32.ts'
import { fatShock } from './shocks.ts'

/** A symbol between two minutes: plain data, all that the future depends on. */
export interface SymbolState {
  readonly logReturn: number
  /** GARCH(1,1) variance, in the mean 1. */
  readonly variance: number
  readonly mood: Mood
  readonly nextTradeId: number
}

export interface PathState {
  /** The minute that comes next, counted from 1970. */
  readonly minute: number
  /** In the order of the instruments. */
  readonly symbols: readonly SymbolState[]
}

/** What one minute does to one symbol. */
export interface MinuteMove {
  readonly minute: number
  /** Log price over the start price, before and after. */
  readonly from: number
  readonly to: number
  /** Standard deviation of this minute's return. */
  readonly volatility: number
  readonly trades: number
  readonly firstTradeId: number
}

export interface PathOptions {
  readonly seed: number
  readonly instruments: readonly Instrument[]
  readonly tradesMin: number
  readonly tradesMax: number
}

const garchShock = 0.08
const garchMemory = 0.9

/** A market does not jump further in a minute; both ways alike, so that it pulls nowhere. */
const returnMax = 0.05

const marketStream = streamOf('market')

/**
 * The price path of all symbols, minute by minute. The log price is a martingale but for the
 * drift of a trend or a breakout, whose direction is a coin flip: no edge is planted. A range
 * does not pull back to its middle, the next minute's direction is in no record before it, and
 * the drift (a fiftieth of a minute's deviation) stays below the fees of following it. What a
 * learner earns here net of costs is luck or a fault.
 */
export class PricePath {
  readonly #options: PathOptions
  readonly #streams: readonly number[]
  readonly #random = new Sfc32()

  constructor(options: PathOptions) {
    this.#options = options
    this.#streams = options.instruments.map(({ symbol }) => streamOf(symbol))
  }

  start(minute: number): PathState {
    const symbols = this.#streams.map((stream): SymbolState => {
      this.#random.set(this.#options.seed, ~stream, minute)
      return { logReturn: 0, variance: 1, mood: firstMood(this.#random), nextTradeId: 1 }
    })
    return { minute, symbols }
  }

  /** The state after the next minute; `onMove` hears of each symbol in order. */
  advance(state: PathState, onMove?: (move: MinuteMove, index: number) => void): PathState {
    const { seed, instruments } = this.#options
    this.#random.set(seed, marketStream, state.minute)
    const market = fatShock(this.#random)
    const symbols = instruments.map((instrument, index) => {
      const before = state.symbols[index]
      if (before === undefined) throw new RangeError('The state is that of fewer symbols.')
      this.#random.set(seed, this.#streams[index] ?? 0, state.minute)
      return this.#advanceSymbol(instrument, before, state.minute, market, index, onMove)
    })
    return { minute: state.minute + 1, symbols }
  }

  #advanceSymbol(
    instrument: Instrument,
    before: SymbolState,
    minute: number,
    market: number,
    index: number,
    onMove?: (move: MinuteMove, index: number) => void,
  ): SymbolState {
    const random = this.#random
    const mood = nextMood(before.mood, random)
    const regime = regimes[mood.regime]
    const common = instrument.marketCorrelation
    const shock = common * market + Math.sqrt(1 - common * common) * fatShock(random)
    const excitement = regime.volatility * seasonAt(minute) * Math.sqrt(before.variance)
    const volatility = instrument.minuteVolatility * excitement
    const change = volatility * (shock + regime.drift * mood.direction)
    const to = before.logReturn + Math.min(returnMax, Math.max(-returnMax, change))
    const trades = this.#tradeCount(excitement, random.uniform())
    const firstTradeId = before.nextTradeId
    onMove?.({ minute, from: before.logReturn, to, volatility, trades, firstTradeId }, index)
    const heat = before.variance * (garchShock * shock * shock + garchMemory)
    return {
      logReturn: to,
      variance: 1 - garchShock - garchMemory + heat,
      mood,
      nextTradeId: firstTradeId + trades,
    }
  }

  /** More trades in an excited minute, within the limits. */
  #tradeCount(excitement: number, chance: number): number {
    const { tradesMin, tradesMax } = this.#options
    const activity = Math.min(0.999_999, excitement * 0.4 * (0.5 + chance))
    return tradesMin + Math.floor((tradesMax - tradesMin + 1) * activity)
  }
}
