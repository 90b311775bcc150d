import type { Candle } from '../../schemas/contracts.generated.ts'
import { logRatio } from './log-ratio.ts'
import { medianPrice } from './median-price.ts'
import { append, copyRecent, createRecent, type RecentValues } from './recent-values.ts'
import { trueRange } from './true-range.ts'
import { typicalPrice } from './typical-price.ts'

/** How far back is kept, for closes, for highs and lows, and for the rest; what looks back further finds no numbers. */
const closesMax = 200
const rangesMax = 52
const othersMax = 34

/** What more than one indicator asks of the candles of a symbol and timeframe, read and kept once for all. Plain data. */
export interface CandleHistory {
  /** Candles so far. */
  count: number
  /** Of the candle before the newest; 0 while there is none, as are the three behind it. */
  previousClose: number
  previousHigh: number
  previousLow: number
  /** Of the newest candle, in price. */
  trueRange: number
  /** Logarithm of its close over the one before. */
  logReturn: number
  /** Logarithm of its high over its low. */
  logRange: number
  readonly closes: RecentValues
  readonly highs: RecentValues
  readonly lows: RecentValues
  readonly typicals: RecentValues
  readonly medians: RecentValues
  readonly volumes: RecentValues
  /** From the second candle on, as are the next. */
  readonly trueRanges: RecentValues
  readonly logReturns: RecentValues
}

export function createHistory(): CandleHistory {
  return {
    count: 0,
    previousClose: 0,
    previousHigh: 0,
    previousLow: 0,
    trueRange: 0,
    logReturn: 0,
    logRange: 0,
    closes: createRecent(closesMax),
    highs: createRecent(rangesMax),
    lows: createRecent(rangesMax),
    typicals: createRecent(othersMax),
    medians: createRecent(othersMax),
    volumes: createRecent(othersMax),
    trueRanges: createRecent(othersMax),
    logReturns: createRecent(othersMax),
  }
}

export function copyHistory(history: CandleHistory): CandleHistory {
  const { closes, highs, lows, typicals, medians, volumes, trueRanges, logReturns } = history
  return {
    ...history,
    closes: copyRecent(closes),
    highs: copyRecent(highs),
    lows: copyRecent(lows),
    typicals: copyRecent(typicals),
    medians: copyRecent(medians),
    volumes: copyRecent(volumes),
    trueRanges: copyRecent(trueRanges),
    logReturns: copyRecent(logReturns),
  }
}

export function advanceHistory(history: CandleHistory, candle: Candle): void {
  const { closes, highs, lows } = history
  if (history.count > 0) {
    history.previousClose = closes.values[closes.end - 1] as number
    history.previousHigh = highs.values[highs.end - 1] as number
    history.previousLow = lows.values[lows.end - 1] as number
    history.trueRange = trueRange(candle, history.previousClose)
    history.logReturn = logRatio(candle.close, history.previousClose)
    append(history.trueRanges, history.trueRange)
    append(history.logReturns, history.logReturn)
  }
  history.logRange = logRatio(candle.high, candle.low)
  history.count += 1
  append(closes, candle.close)
  append(highs, candle.high)
  append(lows, candle.low)
  append(history.typicals, typicalPrice(candle))
  append(history.medians, medianPrice(candle))
  append(history.volumes, candle.volume)
}
