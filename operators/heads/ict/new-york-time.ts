const hourMs = 3_600_000

/** Of the month's first Sunday at midnight UTC. `month` counts from 0. */
function firstSundayMs(year: number, month: number): number {
  const firstMs = Date.UTC(year, month, 1)
  const weekday = new Date(firstMs).getUTCDay()
  return firstMs + ((7 - weekday) % 7) * 24 * hourMs
}

/**
 * How far clocks in New York are behind UTC. Summer time runs from 2:00 on the second Sunday of March to 2:00 on the
 * first Sunday of November (Energy Policy Act of 2005, so from 2007 on).
 */
export function newYorkBehindMs(utcMs: number): number {
  const year = new Date(utcMs).getUTCFullYear()
  const beginsMs = firstSundayMs(year, 2) + (7 * 24 + 2 + 5) * hourMs
  const endsMs = firstSundayMs(year, 10) + (2 + 4) * hourMs
  return utcMs >= beginsMs && utcMs < endsMs ? 4 * hourMs : 5 * hourMs
}

/** Hours since midnight in New York, 0 to below 24, minutes as a fraction. */
export function newYorkHour(utcMs: number): number {
  const localMs = utcMs - newYorkBehindMs(utcMs)
  return (localMs / hourMs) % 24
}
