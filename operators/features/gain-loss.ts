import { advanceWilder, createWilderAverage, type WilderAverage } from './wilder-average.ts'

/** Wilder's averages of the rises and of the falls of any one value. */
export interface GainLoss {
  started: boolean
  previous: number
  readonly gain: WilderAverage
  readonly loss: WilderAverage
}

export function createGainLoss(): GainLoss {
  return { started: false, previous: 0, gain: createWilderAverage(), loss: createWilderAverage() }
}

/** Says whether there are averages; the first value has no change yet. */
export function advanceGainLoss(state: GainLoss, period: number, value: number): boolean {
  const change = value - state.previous
  state.previous = value
  if (!state.started) {
    state.started = true
    return false
  }
  advanceWilder(state.loss, period, change < 0 ? -change : 0)
  return advanceWilder(state.gain, period, Math.max(change, 0))
}

/** The share of the rises, 0 to 100; 0 where the value never moved, as TA-Lib has it. */
export function relativeStrength({ gain, loss }: GainLoss): number {
  const both = gain.value + loss.value
  return both === 0 ? 0 : 100 * (gain.value / both)
}
