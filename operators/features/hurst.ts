import { exactLog } from '../../engine/core/exact-math.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow } from './rolling-window.ts'

/** `count` chunks of `size` returns, of which the last ends now. */
interface Chunks {
  readonly size: number
  readonly count: number
  /** What the logarithm of their rescaled range adds to the slope. */
  readonly weight: number
}

/** What is kept of the chunks of one size. */
interface ChunkState {
  /** The rescaled range of the chunk that ended at each candle. */
  readonly ranges: RollingWindow
  /** How many returns ago the sum of the last chunk was furthest above, and below, its steady course. */
  mostAge: number
  leastAge: number
}

export interface HurstState {
  previousClose: number
  readonly returns: RollingWindow
  /** Of the newest 0, 1, 2 … returns. */
  readonly sums: Float64Array
  readonly chunks: readonly ChunkState[]
}

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
export function hurst(name: FeatureName, period: number): Indicator<HurstState> {
  const all = chunksOf(period)
  return {
    names: [name],
    warmUp: period + 1,
    create: () => ({
      previousClose: 0,
      returns: createWindow(period),
      sums: new Float64Array(period + 1),
      chunks: all.map(({ size, count }) => ({
        ranges: createWindow(size * (count - 1) + 1),
        mostAge: 0,
        leastAge: 0,
      })),
    }),
    update(state, { close }, out, at) {
      out[at] = Number.NaN
      const before = state.previousClose
      state.previousClose = close
      if (before <= 0 || close <= 0) return
      const full = push(state.returns, exactLog(close / before))
      sumBackwards(state.returns, state.sums)
      let slope = 0
      for (let i = 0; i < all.length; i++) {
        const chunks = all[i]
        const kept = state.chunks[i]
        if (chunks === undefined || kept === undefined) continue
        const known = state.returns.count >= chunks.size
        push(kept.ranges, known ? rescaledRange(state.sums, chunks.size, kept) : 0)
        if (full) slope += chunks.weight * exactLog(meanRange(kept.ranges, chunks))
      }
      if (full && Number.isFinite(slope)) out[at] = slope
    },
  }
}

function chunksOf(period: number): readonly Chunks[] {
  const counts = chunkCounts.filter((count) => Math.floor(period / count) >= smallestChunk)
  const sizes = counts.map((count) => Math.floor(period / count))
  const logs = sizes.map(exactLog)
  const center = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const squares = logs.reduce((sum, log) => sum + (log - center) * (log - center), 0)
  return counts.map((count, index) => ({
    size: sizes[index] ?? 0,
    count,
    weight: ((logs[index] ?? 0) - center) / squares,
  }))
}

function meanRange({ values, next }: RollingWindow, { size, count }: Chunks): number {
  let sum = 0
  let place = next - 1
  for (let chunk = 0; chunk < count; chunk++) {
    if (place < 0) place += values.length
    sum += values[place] ?? 0
    place -= size
  }
  return sum / count
}

/** Of the newest 0, 1, 2 … returns, as far as there are any. */
function sumBackwards({ values, next, count }: RollingWindow, sums: Float64Array): void {
  let sum = 0
  let place = next
  for (let i = 1; i <= count; i++) {
    place = place === 0 ? values.length - 1 : place - 1
    sum += values[place] ?? 0
    sums[i] = sum
  }
}

/**
 * How far the sum of the newest `size` returns strays from a steady course to its end, in standard
 * deviations of those returns; 0 where none moved. The search begins at the extremes of the candle before,
 * for speed alone: they seldom change, so the branches are foreseen.
 */
function rescaledRange(sums: Float64Array, size: number, kept: ChunkState): number {
  const mean = (sums[size] ?? 0) / size
  let mostAge = Math.min(kept.mostAge + 1, size)
  let leastAge = Math.min(kept.leastAge + 1, size)
  let most = (sums[mostAge] ?? 0) - mostAge * mean
  let least = (sums[leastAge] ?? 0) - leastAge * mean
  let squares = 0
  let before = 0
  for (let age = 0; age <= size; age++) {
    const off = (sums[age] ?? 0) - age * mean
    const step = off - before
    before = off
    squares += step * step
    if (off > most) {
      most = off
      mostAge = age
    }
    if (off < least) {
      least = off
      leastAge = age
    }
  }
  kept.mostAge = mostAge
  kept.leastAge = leastAge
  return squares === 0 ? 0 : (most - least) / Math.sqrt(squares / size)
}
