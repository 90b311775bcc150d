import type { OutcomeType } from '../../schemas/contracts.generated.ts'
import { reaches, staysWithin } from '../consensus/rounding.ts'

const dayMs = 86_400_000

export interface BrakeConfig {
  readonly dayLossMaxPct: number
  readonly drawdownMaxPct: number
  readonly stopsInRowMax: number
  readonly haltMs: number
}

export const brakeDefaults: BrakeConfig = {
  dayLossMaxPct: 3,
  drawdownMaxPct: 10,
  stopsInRowMax: 4,
  haltMs: dayMs,
}

export interface Halt {
  readonly reason: string
  /** null: until a person resumes. */
  readonly untilMs: number | null
}

/** Equity is what is booked: open positions count when they close. */
export interface BrakeState {
  readonly equity: number
  /** For the status: never falls. */
  readonly peakEquity: number
  /** What the drawdown brake measures from: the peak, or the equity at which it last tripped. */
  readonly drawdownFrom: number
  readonly day: number
  /** What the day's loss is measured from. */
  readonly dayFrom: number
  readonly stopsInRow: number
  readonly halt: Halt | null
}

export interface BookedOutcome {
  readonly outcome: OutcomeType
  /** Quote units, of a real position. */
  readonly pnl: number
}

export function initialBrakes(equity: number, timeMs: number): BrakeState {
  const day = Math.floor(timeMs / dayMs)
  return {
    equity,
    peakEquity: equity,
    drawdownFrom: equity,
    day,
    dayFrom: equity,
    stopsInRow: 0,
    halt: null,
  }
}

function lossPct(from: number, equity: number): number {
  return from > 0 ? ((from - equity) / from) * 100 : 0
}

export function drawdownPct(state: BrakeState): number {
  return lossPct(state.peakEquity, state.equity)
}

/** Time alone: a new day starts a new count, a halt that is over ends. */
export function advanceBrakes(state: BrakeState, timeMs: number): BrakeState {
  const day = Math.floor(timeMs / dayMs)
  const today = day > state.day ? { ...state, day, dayFrom: state.equity } : state
  const untilMs = today.halt?.untilMs ?? null
  return untilMs !== null && timeMs >= untilMs ? { ...today, halt: null } : today
}

export function haltByPerson(state: BrakeState, reason: string): BrakeState {
  return { ...state, halt: { reason, untilMs: null } }
}

export function resumeByPerson(state: BrakeState): BrakeState {
  return { ...state, halt: null }
}

/** A brake never shortens a halt, and never ends one that a person ordered. */
function trip(halt: Halt | null, reason: string, untilMs: number): Halt {
  if (halt !== null && (halt.untilMs === null || halt.untilMs >= untilMs)) return halt
  return { reason, untilMs }
}

/**
 * One real outcome later. A brake that trips measures anew from here: otherwise the first outcome
 * after the halt would trip it again, and a drawdown would halt the desk for ever.
 */
export function brakeOnOutcome(
  state: BrakeState,
  booked: BookedOutcome,
  timeMs: number,
  config = brakeDefaults,
): BrakeState {
  const before = advanceBrakes(state, timeMs)
  const equity = before.equity + booked.pnl
  // A stop that an exit policy moved into profit is none; one at break-even is: it earned nothing.
  const isStop = booked.outcome === 'SL_HIT' && staysWithin(booked.pnl, 0)
  let next: BrakeState = {
    ...before,
    equity,
    peakEquity: Math.max(before.peakEquity, equity),
    drawdownFrom: Math.max(before.drawdownFrom, equity),
    stopsInRow: isStop ? before.stopsInRow + 1 : 0,
  }
  const untilMs = timeMs + config.haltMs
  const halted = (reason: string): Halt => trip(next.halt, reason, untilMs)

  const dayLoss = lossPct(next.dayFrom, equity)
  if (reaches(dayLoss, config.dayLossMaxPct)) {
    next = { ...next, dayFrom: equity, halt: halted(`day's loss ${dayLoss.toFixed(2)} %`) }
  }
  const drawdown = lossPct(next.drawdownFrom, equity)
  if (reaches(drawdown, config.drawdownMaxPct)) {
    next = { ...next, drawdownFrom: equity, halt: halted(`drawdown ${drawdown.toFixed(2)} %`) }
  }
  if (next.stopsInRow >= config.stopsInRowMax) {
    next = { ...next, stopsInRow: 0, halt: halted(`${next.stopsInRow} stops in a row`) }
  }
  return next
}
