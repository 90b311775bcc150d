import { defineOperator } from '../../engine/core/operator.ts'
import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'
import { isTimeframe, timeframeMs } from '../timeframe.ts'
import { createFeatureState, type FeatureState, updateFeatures } from './catalogue.ts'
import { createFeatureVector } from './values.ts'

interface State {
  lastOpenMs: number
  readonly indicators: FeatureState
}

/**
 * The indicator vector of each closed candle, per symbol and timeframe. Only first versions of
 * candles count, each later than the one before: a revision does not change what was decided.
 */
export function features({ id }: { readonly id: string }) {
  return defineOperator<Candle, FeatureVector, State>({
    id,
    version: 1,
    onRecord(candle, context) {
      const { timeframe, open_time: openMs } = candle
      if (candle.revision > 0 || !isTimeframe(timeframe)) return
      const state = context.store.get(timeframe) ?? {
        lastOpenMs: Number.NEGATIVE_INFINITY,
        indicators: createFeatureState(),
      }
      if (openMs <= state.lastOpenMs) {
        context.count('out-of-order-candles')
        return
      }
      state.lastOpenMs = openMs
      const vector = createFeatureVector({
        symbol: candle.symbol,
        timeframe,
        open_time: openMs,
        close_time: openMs + timeframeMs[timeframe],
        candle_revision: candle.revision,
        close: candle.close,
      })
      updateFeatures(state.indicators, candle, vector)
      context.store.put(state, timeframe)
      context.emit(vector)
    },
  })
}
