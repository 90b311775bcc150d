import { advanceGainLoss, createGainLoss, type GainLoss, relativeStrength } from './gain-loss.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow } from './rolling-window.ts'

export interface ConnorsRsiState {
  started: boolean
  previousClose: number
  /** How many candles the close has risen in a row; falls count below 0, an equal close ends both. */
  streak: number
  readonly price: GainLoss
  readonly streaks: GainLoss
  readonly changes: RollingWindow
}

/**
 * Connors RSI: the mean of the RSI of the close, the RSI of the length of its current streak, and the
 * share of the `rankPeriod` changes before that are below the newest one; 0 to 100. Of a price that never
 * moved all three are 0. As Stock.Indicators, which shows its parts earlier than the whole.
 * `rankPeriod` is the longest.
 */
export function connorsRsi(
  name: FeatureName,
  rsiPeriod: number,
  streakPeriod: number,
  rankPeriod: number,
): Indicator<ConnorsRsiState> {
  return {
    names: [name],
    warmUp: rankPeriod + 2,
    create: () => ({
      started: false,
      previousClose: 0,
      streak: 0,
      price: createGainLoss(),
      streaks: createGainLoss(),
      changes: createWindow(rankPeriod),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      const { close } = candle
      const before = state.previousClose
      state.previousClose = close
      state.streak = state.started ? nextStreak(state.streak, close - before) : 0
      advanceGainLoss(state.price, rsiPeriod, close)
      advanceGainLoss(state.streaks, streakPeriod, state.streak)
      if (!state.started) {
        state.started = true
        return
      }
      const change = before === 0 ? 0 : (close - before) / before
      if (state.changes.count === rankPeriod) {
        const rank = (100 * countBelow(state.changes.values, change)) / rankPeriod
        out[at] = (relativeStrength(state.price) + relativeStrength(state.streaks) + rank) / 3
      }
      push(state.changes, change)
    },
  }
}

function nextStreak(streak: number, change: number): number {
  if (change > 0) return streak > 0 ? streak + 1 : 1
  if (change < 0) return streak < 0 ? streak - 1 : -1
  return 0
}

function countBelow(values: Float64Array, limit: number): number {
  let count = 0
  // Number, because a branch on so even a chance is mispredicted half the time.
  for (let i = 0; i < values.length; i += 1) count += Number((values[i] ?? limit) < limit)
  return count
}
