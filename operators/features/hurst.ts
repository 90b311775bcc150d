import { exactLog } from '../../engine/core/exact-math.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'

/** `count` chunks of `size` returns, of which the last ends now. */
interface Chunks {
  readonly size: number
  readonly count: number
  /** What the logarithm of their rescaled range adds to the slope. */
  readonly weight: number
  /** Where in the state is what is kept of them, see below. */
  readonly at: number
  /** Candles from which the ranges of all of them are kept. */
  readonly length: number
}

/**
 * What is kept of the chunks of one size, by place: how many returns ago the last one's price was furthest above its
 * steady course, and below; and a window of the rescaled range of the chunk that ended at each candle.
 */
const place = { mostAge: 0, leastAge: 1, ranges: 2 } as const

const chunkCounts = [1, 2, 4, 8, 16, 32] as const
const smallestChunk = 8

/**
 * Hurst exponent of the newest `period` log returns by rescaled range (Hurst, 1951; Mandelbrot and
 * Wallis, 1969): 0.5 is a random walk, more is trending, less is turning back. The returns are cut into
 * 1, 2, 4 … 32 chunks of at least 8; the exponent is the slope of the logarithm of the chunks' mean
 * rescaled range over that of their size. Not corrected for short samples: Stock.Indicators' Hurst, not
 * its Anis–Lloyd column; TA-Lib has none. Null where every chunk of a size is flat. `period` is at least
 * 16. A chunk that ended earlier is not computed again: its range was kept.
 */
export function hurst(name: FeatureName, period: number): Indicator {
  const logs = windowSize(period + 1)
  const all = chunksOf(period, logs)
  return {
    names: [name],
    warmUp: period + 1,
    size: all.reduce((sum, { length }) => sum + sizeOf(length), logs),
    update(state, from, { close }, _, out, at) {
      out[at] = Number.NaN
      if (close <= 0) return
      // What is summed over returns is the difference of two logarithms of prices.
      const full = push(state, from, period + 1, exactLog(close)) !== 0
      const known = (state[from] as number) | 0
      const end = from + 1 + known
      let squares = 0
      let summed = 0
      let slope = 0
      for (let i = 0; i < all.length; i++) {
        const chunks = all[i] as Chunks
        const kept = from + chunks.at
        let range = 0
        if (known > chunks.size) {
          squares += squaredReturns(state, end - chunks.size, end - summed)
          summed = chunks.size
          range = rescaledRange(state, end, chunks.size, squares, kept)
        }
        const rangesEnd = push(state, kept + place.ranges, chunks.length, range)
        if (full) slope += chunks.weight * exactLog(meanRange(state, rangesEnd, chunks))
      }
      if (full && Number.isFinite(slope)) out[at] = slope
    },
  }
}

function sizeOf(length: number): number {
  return place.ranges + windowSize(length)
}

/** The smallest first. */
function chunksOf(period: number, from: number): readonly Chunks[] {
  const counts = chunkCounts
    .filter((count) => Math.floor(period / count) >= smallestChunk)
    .reverse()
  const sizes = counts.map((count) => Math.floor(period / count))
  const logs = sizes.map(exactLog)
  const center = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const squares = logs.reduce((sum, log) => sum + (log - center) * (log - center), 0)
  let at = from
  return counts.map((count, index) => {
    const size = sizes[index] ?? 0
    const length = size * (count - 1) + 1
    const chunks = { size, count, weight: ((logs[index] ?? 0) - center) / squares, at, length }
    at += sizeOf(length)
    return chunks
  })
}

function meanRange(ranges: Float64Array, end: number, { size, count }: Chunks): number {
  let sum = 0
  for (let chunk = 0; chunk < count; chunk++) sum += ranges[end - 1 - chunk * size] as number
  return sum / count
}

/** Of the returns to the logarithms from one place to before another. */
function squaredReturns(logs: Float64Array, from: number, to: number): number {
  let even = 0
  let odd = 0
  let before = logs[from - 1] as number
  // Two sums, because one would make each addition wait for the one before.
  let at = from
  for (; at + 1 < to; at += 2) {
    const middle = logs[at] as number
    const after = logs[at + 1] as number
    even += (middle - before) * (middle - before)
    odd += (after - middle) * (after - middle)
    before = after
  }
  const last = at < to ? (logs[at] as number) - before : 0
  return even + odd + last * last
}

/**
 * How far the logarithm of the price strays from a steady course over the newest `size` returns, in their standard
 * deviations; 0 where none moved. `squares` are theirs, summed. The search begins at the extremes of the candle before, for
 * speed alone: they seldom change, so the branches are foreseen.
 */
function rescaledRange(
  state: Float64Array,
  end: number,
  size: number,
  squares: number,
  kept: number,
): number {
  const newest = end - 1
  const mean = ((state[newest] as number) - (state[newest - size] as number)) / size
  let mostAge = Math.min(((state[kept + place.mostAge] as number) | 0) + 1, size)
  let leastAge = Math.min(((state[kept + place.leastAge] as number) | 0) + 1, size)
  let most = (state[newest - mostAge] as number) + mostAge * mean
  let least = (state[newest - leastAge] as number) + leastAge * mean
  // Two at a time: the whole formula takes a fourteenth less time than with one after the other.
  let age = 0
  for (; age < size; age += 2) {
    const course = (state[newest - age] as number) + age * mean
    const next = (state[newest - age - 1] as number) + (age + 1) * mean
    if (course > most) {
      most = course
      mostAge = age
    }
    if (next > most) {
      most = next
      mostAge = age + 1
    }
    if (course < least) {
      least = course
      leastAge = age
    }
    if (next < least) {
      least = next
      leastAge = age + 1
    }
  }
  if (age === size) {
    const course = (state[newest - size] as number) + size * mean
    if (course > most) {
      most = course
      mostAge = size
    }
    if (course < least) {
      least = course
      leastAge = size
    }
  }
  state[kept + place.mostAge] = mostAge
  state[kept + place.leastAge] = leastAge
  const variance = squares / size - mean * mean
  return variance > 0 ? (most - least) / Math.sqrt(variance) : 0
}
