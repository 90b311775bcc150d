export type GapSeverity = 'current' | 'moderate' | 'severe'

/** Candles that are not there, one after the other. */
export interface GapSpan {
  /** Open times of the first and the last of them. */
  readonly fromMs: number
  readonly toMs: number
  readonly missing: number
}

/** What a series of candles holds, and what it does not. */
export interface GapReport {
  /** Open times; null of nothing. */
  readonly firstMs: number | null
  readonly lastMs: number | null
  /** Different open times on the grid. */
  readonly count: number
  readonly missing: number
  /** Share of the candles from the first to the last that are there, 0 to 1; of nothing, 1. */
  readonly coverage: number
  /** Open times that came more than once. */
  readonly repeated: number
  /** Open times off the grid; they count as no candle. */
  readonly offGrid: number
  readonly severity: GapSeverity
  /** Earliest first. */
  readonly spans: readonly GapSpan[]
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * The holes in a series, by the open times of its candles in any order. Before the first and behind the last nothing is missing: what a market had before
 * it was looked at is not known from here.
 */
export function findGaps(openTimesMs: Iterable<number>, stepMs: number): GapReport {
  const known = new Set<number>()
  let repeated = 0
  let offGrid = 0
  for (const openMs of openTimesMs) {
    if (openMs % stepMs !== 0) offGrid++
    else if (known.has(openMs)) repeated++
    else known.add(openMs)
  }
  const times = Float64Array.from(known).sort()
  const spans: GapSpan[] = []
  let missing = 0
  for (let at = 1; at < times.length; at++) {
    const before = times[at - 1] as number
    const openMs = times[at] as number
    const lacking = (openMs - before) / stepMs - 1
    if (lacking === 0) continue
    missing += lacking
    spans.push({ fromMs: before + stepMs, toMs: openMs - stepMs, missing: lacking })
  }
  const count = times.length
  return {
    firstMs: times[0] ?? null,
    lastMs: times[count - 1] ?? null,
    count,
    missing,
    coverage: count === 0 ? 1 : count / (count + missing),
    repeated,
    offGrid,
    severity: severityOf(Math.max(0, ...spans.map((span) => span.missing)) * stepMs),
    spans,
  }
}

/** By the longest hole: up to an hour `current`, up to a day `moderate`. */
export function severityOf(longestMs: number): GapSeverity {
  if (longestMs <= hourMs) return 'current'
  return longestMs <= dayMs ? 'moderate' : 'severe'
}
