/** The 97.5 % quantile of the normal distribution. */
const z = 1.959963984540054

export interface Interval {
  readonly low: number
  readonly high: number
}

/** The 95 % Wilson interval of a rate: it stays honest with few cases and near 0 and 1. */
export function wilsonInterval(hits: number, cases: number): Interval {
  if (!(cases >= 0 && hits >= 0 && hits <= cases)) {
    throw new RangeError(`wilsonInterval: hits must be within 0 and cases, was ${hits} of ${cases}`)
  }
  if (cases === 0) return { low: 0, high: 1 }
  const rate = hits / cases
  const scale = 1 + (z * z) / cases
  const centre = (rate + (z * z) / (2 * cases)) / scale
  const spread =
    (z / scale) * Math.sqrt((rate * (1 - rate)) / cases + (z * z) / (4 * cases * cases))
  // At no hits, and at nothing but hits, the formula gives 0 and 1 but for its rounding.
  return {
    low: hits === 0 ? 0 : Math.max(0, centre - spread),
    high: hits === cases ? 1 : Math.min(1, centre + spread),
  }
}
