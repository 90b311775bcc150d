import type { OutcomeType } from '../../schemas/contracts.generated.ts'
import type { Side } from './levels.ts'

export interface Fill {
  readonly price: number
  readonly timeMs: number
}

export interface Exit extends Fill {
  readonly outcome: OutcomeType
}

/** A signal or shadow that is followed: waiting for its entry while `entry` is null, then open. */
export interface Position {
  readonly id: string
  readonly side: Side
  readonly takeProfit: number
  readonly stopLoss: number
  readonly entryAfterMs: number
  readonly expiresAtMs: number
  readonly entry: Fill | null
  /** Of the newest trade or candle since the entry. */
  readonly lastPrice: number | null
}

export interface FollowStep {
  readonly position: Position
  readonly exit: Exit | null
  /** Expired before any entry: there is nothing to book. */
  readonly lapsed: boolean
}

/** `max_signal_age_hours`, from the signal's time. */
export const signalAgeMaxMs = 72 * 3_600_000

export function openPosition(
  signal: Pick<Position, 'id' | 'side' | 'takeProfit' | 'stopLoss' | 'entryAfterMs'>,
  signalTimeMs: number,
  ageMaxMs = signalAgeMaxMs,
): Position {
  const { id, side, takeProfit, stopLoss, entryAfterMs } = signal
  const expiresAtMs = signalTimeMs + ageMaxMs
  const unfilled = { entry: null, lastPrice: null }
  return { id, side, takeProfit, stopLoss, entryAfterMs, expiresAtMs, ...unfilled }
}

/** At its age, at the last price; the time is the expiry's own, however late it is noticed. */
export function expirePosition(position: Position): FollowStep {
  if (position.entry === null) return { position, exit: null, lapsed: true }
  return closePosition(position, 'EXPIRED', position.expiresAtMs)
}

/** Ends an open position at the last price seen. */
export function closePosition(
  position: Position,
  outcome: 'EXPIRED' | 'FORCED',
  timeMs: number,
): FollowStep {
  if (position.entry === null) return { position, exit: null, lapsed: true }
  const price = position.lastPrice ?? position.entry.price
  return { position, exit: { outcome, price, timeMs }, lapsed: false }
}
