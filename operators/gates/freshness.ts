import { atMost, unmeasured, type Verdict } from './verdict.ts'

export const delaySecondsMax = 90

/** Both times are in the record, so a replay decides the same. */
export function freshnessGate(closeMs: number, receivedMs: number | null): Verdict {
  if (receivedMs === null) return unmeasured('freshness', delaySecondsMax, 'no trigger candle')
  const delaySeconds = (receivedMs - closeMs) / 1_000
  const note = `trigger candle received ${delaySeconds.toFixed(1)} s after its close`
  return atMost('freshness', delaySeconds, delaySecondsMax, note)
}
