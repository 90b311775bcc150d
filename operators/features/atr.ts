import type { Candle } from '../../schemas/contracts.generated.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { trueRange } from './true-range.ts'
import { advanceWilder, createWilderAverage, type WilderAverage } from './wilder-average.ts'

export interface AtrState {
  started: boolean
  previousClose: number
  readonly average: WilderAverage
}

export function createAtr(): AtrState {
  return { started: false, previousClose: 0, average: createWilderAverage() }
}

/** Null until there are `period` true ranges; the first candle has none. */
export function advanceAtr(state: AtrState, period: number, candle: Candle): number | null {
  const range = trueRange(candle, state.previousClose)
  state.previousClose = candle.close
  if (!state.started) {
    state.started = true
    return null
  }
  return advanceWilder(state.average, period, range) ? state.average.value : null
}

/** Average true range, in price. */
export function atr(name: FeatureName, period: number): Indicator<AtrState> {
  return {
    names: [name],
    warmUp: period + 1,
    create: createAtr,
    update(state, candle, out, at) {
      out[at] = advanceAtr(state, period, candle) ?? Number.NaN
    },
  }
}
