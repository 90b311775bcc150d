import { movesSize, relativeStrength } from './gain-loss.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'

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
): Indicator {
  const changesAt = 1 + 2 * movesSize
  return {
    names: [name],
    warmUp: rankPeriod + 2,
    size: changesAt + windowSize(rankPeriod + 1),
    update(state, from, { close }, { count, previousClose: before }, out, at) {
      out[at] = Number.NaN
      if (count === 1) return
      const streak = state[from] as number
      const next = nextStreak(streak, close - before)
      state[from] = next
      const ofPrice = relativeStrength(state, from + 1, rsiPeriod, close - before)
      const ofStreak = relativeStrength(state, from + 1 + movesSize, streakPeriod, next - streak)
      const change = before === 0 ? 0 : (close - before) / before
      // The newest is not below itself, so it may be among them.
      const end = push(state, from + changesAt, rankPeriod + 1, change)
      if (end === 0) return
      const rank = (100 * countBelow(state, end - 1 - rankPeriod, end, change)) / rankPeriod
      out[at] = (ofPrice + ofStreak + rank) / 3
    },
  }
}

/** How many candles the close has risen in a row; falls count below 0, an equal close ends both. */
function nextStreak(streak: number, change: number): number {
  if (change > 0) return streak > 0 ? streak + 1 : 1
  if (change < 0) return streak < 0 ? streak - 1 : -1
  return 0
}

function countBelow(values: Float64Array, from: number, end: number, limit: number): number {
  let count = 0
  // Number, because a branch on so even a chance is mispredicted half the time.
  for (let i = from; i < end; i += 1) count += Number((values[i] as number) < limit)
  return count
}
