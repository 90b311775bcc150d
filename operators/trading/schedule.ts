const dayMs = 86_400_000
const weekMs = 7 * dayMs

/** 1970-01-01 was a Thursday: the first Sunday 02:00 UTC. */
const firstWeeklyMs = 3 * dayMs + 2 * 3_600_000

/** The next 00:00 UTC after a time (`daily_time`). */
export function nextDailyMs(afterMs: number): number {
  return (Math.floor(afterMs / dayMs) + 1) * dayMs
}

/** The next Sunday 02:00 UTC after a time. */
export function nextWeeklyMs(afterMs: number): number {
  return (Math.floor((afterMs - firstWeeklyMs) / weekMs) + 1) * weekMs + firstWeeklyMs
}
