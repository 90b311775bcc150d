/** The least and most of a ratio between two legs. */
export type Band = readonly [least: number, most: number]

export interface HarmonicShape {
  readonly name: string
  /** AB as a share of XA. */
  readonly ab: Band
  /** BC as a share of AB. */
  readonly bc: Band
  /** CD as a share of BC. */
  readonly cd: Band
  /** AD as a share of XA. */
  readonly ad: Band
  /** 0 to 1: how much is made of it. */
  readonly strength: number
}

const retrace: Band = [0.382, 0.886]

/** The ratios of Carney, *The Harmonic Trader* (1999). A band of one value is met within the tolerance alone. */
export const harmonicShapes: readonly HarmonicShape[] = [
  {
    name: 'Gartley',
    ab: [0.618, 0.618],
    bc: retrace,
    cd: [1.13, 1.618],
    ad: [0.786, 0.786],
    strength: 1,
  },
  {
    name: 'bat',
    ab: [0.382, 0.5],
    bc: retrace,
    cd: [1.618, 2.618],
    ad: [0.886, 0.886],
    strength: 1,
  },
  {
    name: 'butterfly',
    ab: [0.786, 0.786],
    bc: retrace,
    cd: [1.618, 2.24],
    ad: [1.27, 1.27],
    strength: 0.9,
  },
  {
    name: 'crab',
    ab: [0.382, 0.618],
    bc: retrace,
    cd: [2.24, 3.618],
    ad: [1.618, 1.618],
    strength: 0.9,
  },
]

/** 0 inside the band, 1 at `tolerance` (relative) outside it, more beyond. */
export function missOf(ratio: number, [least, most]: Band, tolerance: number): number {
  if (ratio < least) return (least - ratio) / (least * tolerance)
  return ratio > most ? (ratio - most) / (most * tolerance) : 0
}
