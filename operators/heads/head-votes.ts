import { contentId } from '../../engine/core/identity.ts'
import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type {
  Candle,
  ContextPoint,
  FeatureVector,
  HeadVotes,
  MarketRegime,
} from '../../schemas/contracts.generated.ts'
import { plainFeatures } from '../features/plain-features.ts'
import { noRegimes, type RegimesKept, timeframesAt, withRegime } from '../regime/regimes-kept.ts'
import { isTimeframe, type Timeframe } from '../timeframe.ts'
import { castVotes, type HeadEntry, heads } from './catalogue.ts'
import type { HeadInput } from './head.ts'

export interface HeadVotesOptions {
  readonly id: string
  /** Timeframes on which votes may be cast, and whose closed candles the heads may look back on. */
  readonly lookBack: readonly Timeframe[]
  readonly candlesMax: number
  /** Heads of the user's own, which vote behind the nine. */
  readonly ownHeads: readonly HeadEntry[]
}

/** Votes, and the features of the trigger candle on which they were cast. */
export interface CastVotes {
  readonly votes: HeadVotes
  readonly vector: FeatureVector
}

type State =
  | { readonly kind: 'candles'; readonly candles: Candle[] }
  | { readonly kind: 'features'; readonly features: FeatureVector }
  | { readonly kind: 'context'; readonly value: number; readonly eventTimeMs: number }
  | { readonly kind: 'regimes'; readonly kept: RegimesKept }
  | { readonly kind: 'scanned'; readonly closeMs: number }

type Context = OperatorContext<CastVotes, State>

/**
/**
 * Nine votes, and those of the user's own heads, on each closed candle of the scan timeframe that was in force before it closed,
 * from closed candles only; cast when both the candle and its features are there, whichever comes first.
 * So a change of the scan timeframe counts from the next close on: none is scanned twice, and none
 * of the timeframe in force is left out.
 */
export function headVotes({ id, lookBack, candlesMax, ownHeads }: HeadVotesOptions) {
  const asked = [...heads, ...ownHeads]
  return defineJoin<
    { candle: Candle; context: ContextPoint; features: FeatureVector; regime: MarketRegime },
    CastVotes,
    State
  >({
    id,
    version: 2,
    // Version 1 knew no regimes, which have slots of their own.
    migrate: (state) => state as State,
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
        castWhenComplete(timeframe, context)
      },
      regime(regime, context) {
        context.store.put(
          { kind: 'regimes', kept: withRegime(regimesOf(context), regime) },
          'regimes',
        )
      },
      context({ kind, value, event_time: eventTimeMs }, context) {
        context.store.put({ kind: 'context', value, eventTimeMs }, `context:${kind}`)
      },
      features(features, context) {
        const { timeframe } = features
        if (!isTimeframe(timeframe) || !lookBack.includes(timeframe)) return
        context.store.put(
          { kind: 'features', features: plainFeatures(features) },
          `features:${timeframe}`,
        )
        castWhenComplete(timeframe, context)
      },
    },
  })

  function castWhenComplete(trigger: Timeframe, context: Context): void {
    const { store } = context
    const vector = store.get(`features:${trigger}`)
    const candle = candlesOf(context, trigger).at(-1)
    if (vector?.kind !== 'features' || vector.features.open_time !== candle?.open_time) return
    const { symbol, open_time, close_time, candle_revision } = vector.features
    const { scan, analysis } = timeframesAt(regimesOf(context), close_time)
    if (trigger !== scan) return
    // A longer candle that waited for a missing part may close behind a shorter one, and change the regime.
    const scanned = store.get('scanned')
    if (scanned?.kind === 'scanned' && close_time <= scanned.closeMs) return
    store.put({ kind: 'scanned', closeMs: close_time }, 'scanned')
    const votes = {
      id: contentId('vote', symbol, trigger, close_time),
      symbol,
      timeframe: trigger,
      open_time,
      close_time,
      candle_revision,
      votes: castVotes({ ...inputOf(symbol, close_time, context), trigger, analysis }, asked),
    }
    context.emit({ votes, vector: vector.features })
  }
}

function candlesOf(context: Context, timeframe: Timeframe): Candle[] {
  const known = context.store.get(`candles:${timeframe}`)
  return known?.kind === 'candles' ? known.candles : []
}

function regimesOf(context: Context): RegimesKept {
  const known = context.store.get('regimes')
  return known?.kind === 'regimes' ? known.kept : noRegimes
}

function inputOf(
  symbol: string,
  closeTimeMs: number,
  context: Context,
): Omit<HeadInput, 'trigger' | 'analysis'> {
  const candles: { [timeframe in Timeframe]?: readonly Candle[] } = {}
  const features: { [timeframe in Timeframe]?: FeatureVector } = {}
  const points: { [kind: string]: { value: number; eventTimeMs: number } } = {}
  for (const slot of context.store.slots()) {
    const state = context.store.get(slot)
    const name = slot.slice(slot.indexOf(':') + 1)
    if (state?.kind === 'candles') candles[name as Timeframe] = state.candles
    else if (state?.kind === 'features') features[name as Timeframe] = state.features
    else if (state?.kind === 'context') points[name] = state
  }
  return { symbol, closeTimeMs, candles, features, context: points }
}
