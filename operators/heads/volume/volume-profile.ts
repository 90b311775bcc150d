import type { Candle } from '../../../schemas/contracts.generated.ts'

export interface VolumeProfile {
  /** The price at which most was traded: the middle of the fullest row. */
  readonly pointOfControl: number
  /** Where 70 % of the volume lies around it. */
  readonly valueLow: number
  readonly valueHigh: number
  /** Prices that much was traded at, and thin ones between such, lowest first. */
  readonly highNodes: readonly number[]
  readonly lowNodes: readonly number[]
}

const rows = 48
const valueShare = 0.7
/** Of the mean row: more than this makes a high-volume node, less than that a low-volume node. */
const highNode = 1.3
const lowNode = 0.5

/**
 * Volume by price (Steidlmayer's market profile, with volume for time). A candle's volume is taken to have been traded
 * evenly between its low and its high. Null where nothing was traded or price did not move.
 */
export function readVolumeProfile(candles: readonly Candle[]): VolumeProfile | null {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let total = 0
  for (const candle of candles) {
    low = Math.min(low, candle.low)
    high = Math.max(high, candle.high)
    total += candle.volume
  }
  if (total <= 0 || high <= low) return null
  const height = (high - low) / rows
  const volumes = volumeByRow(candles, low, height)
  const fullest = fullestOf(volumes)
  const [from, to] = valueArea(volumes, fullest, valueShare * total)
  const middleOf = (row: number) => low + (row + 0.5) * height
  return {
    pointOfControl: middleOf(fullest),
    valueLow: low + from * height,
    valueHigh: low + (to + 1) * height,
    ...nodesOf(volumes, total / rows, middleOf),
  }
}

function volumeByRow(candles: readonly Candle[], low: number, height: number): Float64Array {
  const volumes = new Float64Array(rows)
  for (const candle of candles) {
    const from = (candle.low - low) / height
    const to = (candle.high - low) / height
    const first = Math.min(rows - 1, Math.floor(from))
    const last = Math.min(rows - 1, Math.floor(to))
    if (first === last) {
      volumes[first] = (volumes[first] ?? 0) + candle.volume
      continue
    }
    const each = candle.volume / (to - from)
    for (let row = first; row <= last; row += 1) {
      const share = Math.min(to, row + 1) - Math.max(from, row)
      volumes[row] = (volumes[row] ?? 0) + share * each
    }
  }
  return volumes
}

/** Of rows as full as each other the one nearest to the middle, so that a chart upside down has the same. */
function fullestOf(volumes: Float64Array): number {
  const middle = (rows - 1) / 2
  let fullest = 0
  let most = volumes[0] ?? 0
  for (let row = 1; row < rows; row += 1) {
    const volume = volumes[row] ?? 0
    const even = Math.abs(volume - most) <= 1e-9 * most
    const nearer = Math.abs(row - middle) < Math.abs(fullest - middle)
    if (even ? !nearer : volume < most) continue
    fullest = row
    most = volume
  }
  return fullest
}

/** Grows from the fullest row to the fuller neighbour, to both where they are even. */
function valueArea(
  volumes: Float64Array,
  fullest: number,
  wanted: number,
): readonly [from: number, to: number] {
  let from = fullest
  let to = fullest
  let held = volumes[fullest] ?? 0
  while (held < wanted && (from > 0 || to < rows - 1)) {
    const below = from > 0 ? (volumes[from - 1] ?? 0) : -1
    const above = to < rows - 1 ? (volumes[to + 1] ?? 0) : -1
    const even = Math.abs(below - above) <= 1e-9 * wanted
    if (below >= 0 && (even || below > above)) {
      from -= 1
      held += below
    }
    if (above >= 0 && (even || above > below)) {
      to += 1
      held += above
    }
  }
  return [from, to]
}

/** Peaks and troughs of the rows smoothed over three. */
function nodesOf(
  volumes: Float64Array,
  mean: number,
  middleOf: (row: number) => number,
): Pick<VolumeProfile, 'highNodes' | 'lowNodes'> {
  const highNodes: number[] = []
  const lowNodes: number[] = []
  const smooth = (row: number) =>
    ((volumes[row - 1] ?? 0) + (volumes[row] ?? 0) + (volumes[row + 1] ?? 0)) / 3
  let before = smooth(1)
  let here = smooth(2)
  for (let row = 2; row < rows - 2; row += 1) {
    const after = smooth(row + 1)
    if (here > before && here > after && here >= highNode * mean) highNodes.push(middleOf(row))
    if (here < before && here < after && here <= lowNode * mean) lowNodes.push(middleOf(row))
    before = here
    here = after
  }
  return { highNodes, lowNodes }
}
