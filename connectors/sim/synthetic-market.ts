import { ConfigError } from '../../engine/core/errors.ts'
import type { SourceRecord } from '../files/source-record.ts'
import { normaliseSymbol } from '../files/symbol-name.ts'
import { type Instrument, instrumentOf } from './instruments.ts'
import { MinuteTrades, minuteMs } from './minute-trades.ts'
import { type PathState, PricePath } from './price-path.ts'

export interface SyntheticMarketOptions {
  /** A whole number; the market is a function of it, the symbols and the start. */
  readonly seed: number
  readonly symbols: readonly string[]
  /** Where the price path begins; history and live may begin here or later. */
  readonly startMs: number
  readonly tradesPerMinuteMin?: number
  readonly tradesPerMinuteMax?: number
}

/** Reads of one price path: a kline is the fold of exactly the trades that `live` gives. */
export interface SyntheticMarket {
  readonly symbols: readonly string[]
  /** One-minute klines that open at or after `fromMs` and close at or before `toMs`. */
  history(fromMs: number, toMs: number): Generator<readonly SourceRecord[]>
  /**
   * Trades from `fromMs` on, one chunk a minute, in time order; without `toMs` it never ends.
   * To go on after a history without a seam, begin at the full minute at which it ended.
   */
  live(fromMs: number, toMs?: number): Generator<readonly SourceRecord[]>
}

const minutesPerDay = 1_440

/** Minutes of history in one chunk. */
const chunkMinutes = 1_024

/**
 * A synthetic market, the same for the same options on every machine. The position is the time
 * itself: any read may begin anywhere, after a walk over the minutes before it (a year of three
 * symbols takes some two seconds), which is remembered day by day.
 */
export function syntheticMarket(options: SyntheticMarketOptions): SyntheticMarket {
  const { seed, startMs } = options
  const instruments = instrumentsOf(options.symbols)
  const tradesMin = options.tradesPerMinuteMin ?? 6
  const tradesMax = options.tradesPerMinuteMax ?? 20
  if (!Number.isSafeInteger(seed)) {
    throw new ConfigError('The seed of a synthetic market is a whole number.', { was: seed })
  }
  if (!Number.isSafeInteger(startMs) || startMs < 0 || startMs % minuteMs !== 0) {
    throw new ConfigError('A synthetic market starts on a full minute.', { was: startMs })
  }
  if (!(tradesMin >= 1 && tradesMax >= tradesMin)) {
    const details = { tradesMin, tradesMax }
    throw new ConfigError('A minute needs one trade at least, and a maximum not below it.', details)
  }
  const path = new PricePath({ seed: foldSeed(seed), instruments, tradesMin, tradesMax })
  const makers = instruments.map(
    (instrument) => new MinuteTrades(foldSeed(seed), instrument, tradesMax),
  )
  const days = new DayStates(path, startMs / minuteMs)

  return {
    symbols: instruments.map(({ symbol }) => symbol),

    *history(fromMs, toMs) {
      const end = Math.floor(toMs / minuteMs)
      let state = days.at(Math.ceil(fromMs / minuteMs))
      let chunk: SourceRecord[] = []
      while (state.minute < end) {
        state = path.advance(state, (move, index) => {
          const maker = makers[index]
          if (maker !== undefined) chunk.push(maker.kline(move))
        })
        if (chunk.length >= chunkMinutes * instruments.length) {
          yield chunk
          chunk = []
        }
      }
      if (chunk.length > 0) yield chunk
    },

    *live(fromMs, toMs = Number.POSITIVE_INFINITY) {
      let state = days.at(Math.floor(fromMs / minuteMs))
      while (state.minute * minuteMs < toMs) {
        const trades: SourceRecord[] = []
        state = path.advance(state, (move, index) => {
          trades.push(...(makers[index]?.ticks(move) ?? []))
        })
        const wanted = trades.filter(({ eventMs }) => eventMs >= fromMs && eventMs < toMs)
        // A stable sort: trades of one symbol in one millisecond stay in their order.
        wanted.sort((one, other) => one.eventMs - other.eventMs)
        if (wanted.length > 0) yield wanted
      }
    },
  }
}

/** Sorted, so that the order in which they were named changes nothing. */
function instrumentsOf(symbols: readonly string[]): Instrument[] {
  const names = symbols.map((text) => {
    const symbol = normaliseSymbol(text)
    if (symbol === null) throw new ConfigError('This is no symbol.', { was: text })
    return symbol
  })
  if (names.length === 0) throw new ConfigError('A synthetic market needs a symbol.')
  return [...new Set(names)].sort().map(instrumentOf)
}

/** Seeds beyond 32 bits count in full. */
function foldSeed(seed: number): number {
  const high = Math.floor(seed / 4_294_967_296)
  return (seed ^ Math.imul(high, 0x9e3779b1)) | 0
}

/** The states at the beginnings of days, so that a read need not begin at the path's start. */
class DayStates {
  readonly #path: PricePath
  readonly #start: number
  readonly #states: PathState[]

  constructor(path: PricePath, startMinute: number) {
    this.#path = path
    this.#start = startMinute
    this.#states = [path.start(startMinute)]
  }

  at(minute: number): PathState {
    if (minute < this.#start) {
      const details = { was: minute * minuteMs, startMs: this.#start * minuteMs }
      throw new ConfigError('A synthetic market cannot be read before its start.', details)
    }
    const day = Math.floor((minute - this.#start) / minutesPerDay)
    let state = this.#states[Math.min(day, this.#states.length - 1)] as PathState // never empty
    while (state.minute < minute) {
      state = this.#path.advance(state)
      const walked = state.minute - this.#start
      if (walked === this.#states.length * minutesPerDay) this.#states.push(state)
    }
    return state
  }
}
