import type { Swing } from '../swings.ts'
import { harmonicShapes, missOf } from './harmonic-shapes.ts'

/** How far off its band each ratio may lie, relative to the band's edge. */
export const tolerance = 0.05

/** The ratios of the legs, as the literature names them. */
export interface Ratios {
  /** AB as a share of XA. */
  readonly ab: number
  /** BC as a share of AB. */
  readonly bc: number
  /** CD as a share of BC. */
  readonly cd: number
  /** AD as a share of XA. */
  readonly ad: number
}

export interface Completion {
  readonly name: string
  /** 0 to 1: by the pattern, and by how well its ratios are met. */
  readonly quality: number
  readonly ratios: Ratios
}

/** The best fitting four-leg pattern of five pivots, X to D, or else the two-leg AB = CD of the last four. */
export function findCompletion(pivots: readonly Swing[]): Completion | null {
  const [x, a, b, c, d] = pivots.slice(-5)
  if (!x || !a || !b || !c || !d) return null
  const leg = (from: Swing, to: Swing) => Math.abs(to.price - from.price)
  const ratios: Ratios = {
    ab: leg(a, b) / leg(x, a),
    bc: leg(b, c) / leg(a, b),
    cd: leg(c, d) / leg(b, c),
    ad: leg(a, d) / leg(x, a),
  }
  return fourLegs(ratios) ?? twoLegs(ratios)
}

function fourLegs(ratios: Ratios): Completion | null {
  let best: Completion | null = null
  for (const shape of harmonicShapes) {
    const ab = missOf(ratios.ab, shape.ab, tolerance)
    const bc = missOf(ratios.bc, shape.bc, tolerance)
    const cd = missOf(ratios.cd, shape.cd, tolerance)
    const ad = missOf(ratios.ad, shape.ad, tolerance)
    if (ab > 1 || bc > 1 || cd > 1 || ad > 1) continue
    const quality = shape.strength * (1 - (0.4 * (ab + bc + cd + ad)) / 4)
    if (best === null || quality > best.quality) best = { name: shape.name, quality, ratios }
  }
  return best
}

/** CD as long as AB, or 1.272 of it, after C gave back 0.382 to 0.886 of AB. */
function twoLegs(ratios: Ratios): Completion | null {
  const length = ratios.cd * ratios.bc
  const equal = Math.min(
    missOf(length, [1, 1], tolerance),
    missOf(length, [1.272, 1.272], tolerance),
  )
  const retraced = missOf(ratios.bc, [0.382, 0.886], tolerance)
  if (equal > 1 || retraced > 1) return null
  return { name: 'AB = CD', quality: 0.7 * (1 - 0.3 * Math.max(equal, retraced)), ratios }
}
