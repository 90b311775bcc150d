import { contentId } from '../../engine/core/identity.ts'
import { defineJoin } from '../../engine/core/operator.ts'
import type {
  Candle,
  ContextPoint,
  FeatureVector,
  HeadVotes,
} from '../../schemas/contracts.generated.ts'
import { isTimeframe, type Timeframe } from '../timeframe.ts'
import { castVotes } from './catalogue.ts'

export interface HeadVotesOptions {
  readonly id: string
  /** Votes are cast when a candle of this timeframe closes. */
  readonly trigger: Timeframe
  /** Timeframes whose closed candles the heads may look back on. */
  readonly lookBack: readonly Timeframe[]
  readonly candlesMax: number
}

type State =
  | { readonly kind: 'candles'; readonly candles: Candle[] }
  | { readonly kind: 'features'; readonly features: FeatureVector }
  | { readonly kind: 'context'; readonly value: number; readonly eventTimeMs: number }

/** Nine votes on each closed candle of the trigger timeframe, from closed candles only. */
export function headVotes({ id, trigger, lookBack, candlesMax }: HeadVotesOptions) {
  return defineJoin<
    { candle: Candle; context: ContextPoint; features: FeatureVector },
    HeadVotes,
    State
  >({
    id,
    version: 1,
    on: {
      candle(candle, context) {
        const { timeframe } = candle
        if (candle.revision > 0 || !isTimeframe(timeframe) || !lookBack.includes(timeframe)) return
        const slot = `candles:${timeframe}`
        const known = context.store.get(slot)
        const candles = known?.kind === 'candles' ? known.candles : []
        candles.push(candle)
        if (candles.length > candlesMax) candles.shift()
        context.store.put({ kind: 'candles', candles }, slot)
      },
      context({ kind, value, event_time: eventTimeMs }, context) {
        context.store.put({ kind: 'context', value, eventTimeMs }, `context:${kind}`)
      },
      features(features, context) {
        const { timeframe } = features
        if (lookBack.includes(timeframe as Timeframe)) {
          context.store.put({ kind: 'features', features }, `features:${timeframe}`)
        }
        if (timeframe !== trigger) return
        const candles: { [timeframe in Timeframe]?: readonly Candle[] } = {}
        const vectors: { [timeframe in Timeframe]?: FeatureVector } = {}
        const points: { [kind: string]: { value: number; eventTimeMs: number } } = {}
        for (const slot of context.store.slots()) {
          const state = context.store.get(slot)
          const name = slot.slice(slot.indexOf(':') + 1)
          if (state?.kind === 'candles') candles[name as Timeframe] = state.candles
          else if (state?.kind === 'features') vectors[name as Timeframe] = state.features
          else if (state !== undefined) points[name] = state
        }
        const { symbol, open_time, close_time, candle_revision } = features
        context.emit({
          id: contentId('vote', symbol, trigger, close_time),
          symbol,
          timeframe: trigger,
          open_time,
          close_time,
          candle_revision,
          votes: castVotes({
            symbol,
            closeTimeMs: close_time,
            candles,
            features: vectors,
            context: points,
          }),
        })
      },
    },
  })
}
