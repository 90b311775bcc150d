/** Count, mean and sum of squared distances from it, of all values so far (Welford 1962). */
export interface RunningMoments {
  count: number
  mean: number
  squares: number
}

export function createMoments(): RunningMoments {
  return { count: 0, mean: 0, squares: 0 }
}

export function addTo(moments: RunningMoments, value: number): void {
  moments.count += 1
  const distance = value - moments.mean
  moments.mean += distance / moments.count
  moments.squares += distance * (value - moments.mean)
}

/** Deviations a value is away from the mean, at most `limit` of them; 0 while nothing deviates. */
export function standardised(
  { count, mean, squares }: RunningMoments,
  value: number,
  limit: number,
): number {
  if (!(squares > 0)) return 0
  const deviations = (value - mean) / Math.sqrt(squares / count)
  return Math.max(-limit, Math.min(limit, deviations))
}
