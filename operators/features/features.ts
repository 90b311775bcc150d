import { defineOperator } from '../../engine/core/operator.ts'
import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'
import { isTimeframe, timeframeMs } from '../timeframe.ts'
import { createFeatureState, type FeatureState, featureCount, updateFeatures } from './catalogue.ts'
import { featureVector } from './values.ts'

interface State {
  lastOpenMs: number
  readonly indicators: FeatureState
}

/**
 * The indicator vector of each closed candle, per symbol and timeframe. Only first versions of
 * candles count, each later than the one before: a revision does not change what was decided.
 */
export function features({ id }: { readonly id: string }) {
  // Written anew on each candle: nothing of one is left for the next.
  const values = new Float64Array(featureCount)
  return defineOperator<Candle, FeatureVector, State>({
    id,
    version: 3,
    migrate,
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
      updateFeatures(state.indicators, candle, values)
      context.store.put(state, timeframe)
      context.emit(
        featureVector(
          {
            symbol: candle.symbol,
            timeframe,
            open_time: openMs,
            close_time: openMs + timeframeMs[timeframe],
            candle_revision: candle.revision,
            close: candle.close,
          },
          values,
        ),
      )
    },
  })
}

/**
 * Until version 3 each indicator kept what it needed by itself, candles read by several many times over. What those states
 * held is not carried over: the indicators begin to warm up, and no candle is taken twice.
 */
function migrate(saved: unknown): State {
  const { lastOpenMs } = saved as Pick<State, 'lastOpenMs'>
  return { lastOpenMs, indicators: createFeatureState() }
}
