import type { ExitReason, OutcomeType } from '../../schemas/contracts.generated.ts'
import type { Side } from './levels.ts'

export interface Fill {
  readonly price: number
  readonly timeMs: number
}

export interface Exit extends Fill {
  readonly outcome: OutcomeType
  readonly reason: ExitReason
}

/** What a stop is called when it is hit. */
export type StopReason = Extract<ExitReason, 'stop_loss' | 'trailing_stop' | 'break_even'>

export interface Stop {
  readonly price: number
  readonly reason: StopReason
}

/** A share of a position that was closed before the rest. */
export interface Part extends Fill {
  /** Of the whole position, between 0 and 1. */
  readonly share: number
  readonly reason: ExitReason
}

/** A signal or shadow that is followed: waiting for its entry while `entry` is null, then open. */
export interface Position {
  readonly id: string
  readonly side: Side
  readonly takeProfit: number
  /** The signal's own; the initial risk is measured to it. */
  readonly stopLoss: number
  readonly entryAfterMs: number
  readonly expiresAtMs: number
  readonly entry: Fill | null
  /** Of the newest trade or candle since the entry. */
  readonly lastPrice: number | null
  /** The stop in force: the signal's own until an exit policy moves it, and never further away. */
  readonly stop: Stop
  /** Since the entry; kept only where an exit policy asks for it. */
  readonly best: number | null
  /** What an exit policy took, earliest first. */
  readonly parts: readonly Part[]
  /** When the time exit looks at it; never: Infinity. */
  readonly reviewAtMs: number
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
  return untouched({
    id,
    side,
    takeProfit,
    stopLoss,
    entryAfterMs,
    expiresAtMs: signalTimeMs + ageMaxMs,
    entry: null,
    lastPrice: null,
  })
}

/** A position that no exit policy has had a say in. */
export function untouched(
  position: Omit<Position, 'stop' | 'best' | 'parts' | 'reviewAtMs'>,
): Position {
  return {
    ...position,
    stop: { price: position.stopLoss, reason: 'stop_loss' },
    best: null,
    parts: [],
    reviewAtMs: Number.POSITIVE_INFINITY,
  }
}

export function held(position: Position): FollowStep {
  return { position, exit: null, lapsed: false }
}

/** At its age, at the last price; the time is the expiry's own, however late it is noticed. */
export function expirePosition(position: Position): FollowStep {
  return closePosition(position, 'expiry', position.expiresAtMs)
}

const outcomeOfClose = { expiry: 'EXPIRED', time_exit: 'EXPIRED', forced: 'FORCED' } as const

/** Ends an open position at the last price seen. */
export function closePosition(
  position: Position,
  reason: keyof typeof outcomeOfClose,
  timeMs: number,
): FollowStep {
  if (position.entry === null) return { position, exit: null, lapsed: true }
  const price = position.lastPrice ?? position.entry.price
  return {
    position,
    exit: { outcome: outcomeOfClose[reason], reason, price, timeMs },
    lapsed: false,
  }
}
