import { exactSin } from '../../engine/core/exact-math.ts'

const minutesPerDay = 1_440
const fullTurn = 2 * Math.PI

/** Volatility through the day: lowest near 05:00 UTC, highest in the American afternoon. */
const byMinute = Array.from({ length: minutesPerDay }, (_, minute) => {
  const angle = (fullTurn * minute) / minutesPerDay
  return 1 + 0.3 * exactSin(angle - 2.4) + 0.12 * exactSin(2 * angle - 1.1)
})

/** What the hour does to volatility and activity: about 0.6 to 1.4, in the mean 1. */
export function seasonAt(minute: number): number {
  return byMinute[minute % minutesPerDay] ?? 1
}
