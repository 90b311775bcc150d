import { featureCount, indicators } from '../catalogue.ts'
import type { FeatureValues } from '../indicator.ts'

/** What the indicators wrote, by name. */
export function featureValues(values: Float64Array): FeatureValues {
  const names = indicators.flatMap((indicator) => indicator.names)
  return Object.fromEntries(
    names.map((name, at) => [name, Number.isNaN(values[at]) ? null : values[at]]),
  ) as FeatureValues
}

/** All features without a value. */
export function createFeatureValues(): FeatureValues {
  return featureValues(new Float64Array(featureCount).fill(Number.NaN))
}
