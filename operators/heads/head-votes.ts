import { contentId } from '../../engine/core/identity.ts'
import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type {
  Candle,
  ContextPoint,
  FeatureVector,
  HeadVotes,
} from '../../schemas/contracts.generated.ts'
import { isTimeframe, type Timeframe } from '../timeframe.ts'
import { castVotes, type HeadEntry, heads } from './catalogue.ts'
import type { HeadInput } from './head.ts'

export interface HeadVotesOptions {
  readonly id: string
  /** Votes are cast when a candle of this timeframe closes. */
  readonly trigger: Timeframe
  /** Timeframes whose closed candles the heads may look back on. */
  readonly lookBack: readonly Timeframe[]
  readonly candlesMax: number
  /** Heads of the user's own, which vote behind the nine. */
  readonly ownHeads: readonly HeadEntry[]
}

type State =
  | { readonly kind: 'candles'; readonly candles: Candle[] }
  | { readonly kind: 'features'; readonly features: FeatureVector }
  | { readonly kind: 'context'; readonly value: number; readonly eventTimeMs: number }

type Context = OperatorContext<HeadVotes, State>

/**
 * Nine votes, and those of the user's own heads, on each closed candle of the trigger timeframe, from closed candles only; cast when
 * both the candle and its features are there, whichever comes first.
 */
export function headVotes({ id, trigger, lookBack, candlesMax, ownHeads }: HeadVotesOptions) {
  const asked = [...heads, ...ownHeads]
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
        const candles = candlesOf(context, timeframe)
        if (candle.open_time <= (candles.at(-1)?.open_time ?? Number.NEGATIVE_INFINITY)) return
        candles.push(candle)
        if (candles.length > candlesMax) candles.shift()
        context.store.put({ kind: 'candles', candles }, slot)
        if (timeframe === trigger) castWhenComplete(context)
      },
      context({ kind, value, event_time: eventTimeMs }, context) {
        context.store.put({ kind: 'context', value, eventTimeMs }, `context:${kind}`)
      },
      features(features, context) {
        const { timeframe } = features
        if (!isTimeframe(timeframe) || !lookBack.includes(timeframe)) return
        context.store.put({ kind: 'features', features }, `features:${timeframe}`)
        if (timeframe === trigger) castWhenComplete(context)
      },
    },
  })

  function castWhenComplete(context: Context): void {
    const vector = context.store.get(`features:${trigger}`)
    const candle = candlesOf(context, trigger).at(-1)
    if (vector?.kind !== 'features' || vector.features.open_time !== candle?.open_time) return
    const { symbol, open_time, close_time, candle_revision } = vector.features
    context.emit({
      id: contentId('vote', symbol, trigger, close_time),
      symbol,
      timeframe: trigger,
      open_time,
      close_time,
      candle_revision,
      votes: castVotes(inputOf(symbol, close_time, context), asked),
    })
  }
}

function candlesOf(context: Context, timeframe: Timeframe): Candle[] {
  const known = context.store.get(`candles:${timeframe}`)
  return known?.kind === 'candles' ? known.candles : []
}

function inputOf(symbol: string, closeTimeMs: number, context: Context): HeadInput {
  const candles: { [timeframe in Timeframe]?: readonly Candle[] } = {}
  const features: { [timeframe in Timeframe]?: FeatureVector } = {}
  const points: { [kind: string]: { value: number; eventTimeMs: number } } = {}
  for (const slot of context.store.slots()) {
    const state = context.store.get(slot)
    const name = slot.slice(slot.indexOf(':') + 1)
    if (state?.kind === 'candles') candles[name as Timeframe] = state.candles
    else if (state?.kind === 'features') features[name as Timeframe] = state.features
    else if (state !== undefined) points[name] = state
  }
  return { symbol, closeTimeMs, candles, features, context: points }
}
