import { mean } from './batch.ts'

/** Around the window's first value, so that the naive mean does not round a flat window apart. */
export function deviation(window: readonly number[]): number {
  const moved = window.map((price) => price - (window[0] ?? 0))
  const center = mean(moved)
  return Math.sqrt(mean(moved.map((price) => (price - center) * (price - center))))
}
