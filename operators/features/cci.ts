import type { FeatureName, Indicator } from './indicator.ts'

/**
 * Commodity channel index of the typical price. The mean deviation has no running form, so the window
 * is walked. Prices are taken relative to the newest one: a flat window then gives exactly 0 instead
 * of the sign of a rounding error.
 */
export function cci(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: 0,
    update(_, __, ___, { count, typicals: { values, end } }, out, at) {
      out[at] = Number.NaN
      if (count < period) return
      const newest = values[end - 1] as number
      let sum = 0
      for (let i = end - period; i < end; i += 1) sum += (values[i] as number) - newest
      const mean = sum / period
      let deviation = 0
      for (let i = end - period; i < end; i += 1)
        deviation += Math.abs((values[i] as number) - newest - mean)
      out[at] = mean === 0 || deviation === 0 ? 0 : -mean / (0.015 * (deviation / period))
    },
  }
}
