import { advanceWilder, createWilderAverage, type WilderAverage } from './wilder-average.ts'

/** Wilder's averages of rises and of falls. */
export interface Moves {
  readonly gain: WilderAverage
  readonly loss: WilderAverage
}

/** The same of any one value. */
export interface GainLoss extends Moves {
  started: boolean
  previous: number
}

export function createGainLoss(): GainLoss {
  return { started: false, previous: 0, ...createMoves() }
}

export function createMoves(): Moves {
  return { gain: createWilderAverage(), loss: createWilderAverage() }
}

/** Says whether there are averages; the first value has no change yet. */
export function advanceGainLoss(state: GainLoss, period: number, value: number): boolean {
  const change = value - state.previous
  state.previous = value
  if (!state.started) {
    state.started = true
    return false
  }
  return advanceMoves(state, period, change)
}

/** Says whether there are averages. */
export function advanceMoves({ gain, loss }: Moves, period: number, change: number): boolean {
  advanceWilder(loss, period, change < 0 ? -change : 0)
  return advanceWilder(gain, period, Math.max(change, 0))
}

/** The share of the rises, 0 to 100; 0 where the value never moved, as TA-Lib has it. */
export function relativeStrength({ gain, loss }: Moves): number {
  const both = gain.value + loss.value
  return both === 0 ? 0 : 100 * (gain.value / both)
}
