import { contentId } from '../../engine/core/identity.ts'
import { defineJoin, type KeyedStore, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle, FeatureVector, MarketRegime } from '../../schemas/contracts.generated.ts'
import { plainFeatures } from '../features/plain-features.ts'
import { createPastValues, type PastValues, rankInPast } from '../statistics/past-values.ts'
import { isTimeframe, type Timeframe, timeframeMs } from '../timeframe.ts'
import { initialRegime, type RegimeState, regimeDefaults, stepRegime } from './regime.ts'
import { chooseTimeframes, fixedChoice } from './timeframe-choice.ts'

/** What a symbol's regime is made of, beside the past of its ranked measures. */
interface Head {
  regime: RegimeState
  /** Oldest first. */
  candles: Pick<Candle, 'high' | 'low' | 'close'>[]
  /** Of the newest candles, oldest first. */
  widthRanks: (number | null)[]
  dailyVolatilityPct: number | null
  shortest: Timeframe
  /** Of the newest close, until both are there. */
  candle: Candle | null
  features: FeatureVector | null
}

type State = Head | PastValues
type Context = OperatorContext<MarketRegime, State>

const timeframe = '1h'
const { hysteresisCandles, rangeCandles } = regimeDefaults
const candlesMax = rangeCandles + hysteresisCandles

/**
 * The regime of each symbol, told at each closed 1h candle with what was measured and the timeframes
 * it chooses. Features of 1h and 1d count from their own closes. The only place that keeps it.
 */
export function marketRegime({ id, adapt }: { readonly id: string; readonly adapt: boolean }) {
  return defineJoin<{ candle: Candle; features: FeatureVector }, MarketRegime, State>({
    id,
    version: 1,
    on: {
      candle(candle, context) {
        if (candle.revision > 0 || !isTimeframe(candle.timeframe)) return
        const known = context.store.get() as Head | undefined
        const shorter = isShorter(candle.timeframe, known?.shortest)
        if (!shorter && candle.timeframe !== timeframe) return
        const head = known ?? emptyHead(candle.timeframe)
        if (shorter) head.shortest = candle.timeframe
        if (candle.timeframe === timeframe) head.candle = candle
        context.store.put(head)
        tellWhenComplete(head, context)
      },
      features(features, context) {
        if (features.timeframe !== timeframe && features.timeframe !== '1d') return
        const head = (context.store.get() as Head | undefined) ?? emptyHead(features.timeframe)
        const { atr_14: atr, close } = features
        if (features.timeframe === timeframe) head.features = plainFeatures(features)
        else head.dailyVolatilityPct = atr === null ? null : (100 * atr) / close
        context.store.put(head)
        tellWhenComplete(head, context)
      },
    },
  })

  /** Candle and features of one close come one after the other. */
  function tellWhenComplete(head: Head, context: Context): void {
    const { candle, features } = head
    if (candle === null || features === null || candle.open_time !== features.open_time) return
    head.candle = null
    head.features = null
    const { symbol, close_time: closeMs, adx_14: adx, hurst_100: hurst } = features
    const { high, low, close } = candle
    head.candles = [...head.candles, { high, low, close }].slice(-candlesMax)
    const bandWidth = bandWidthOf(features)
    const atrRank = rankOf(features.natr_14, 'past:atr', context.store)
    const bandWidthRank = rankOf(bandWidth, 'past:band-width', context.store)
    head.widthRanks = [...head.widthRanks, bandWidthRank].slice(-hysteresisCandles - 1)
    const rangeWidthRank = head.widthRanks.at(-hysteresisCandles - 1) ?? null
    const { candles, dailyVolatilityPct, shortest } = head
    const evidence = { adx, hurst, atrRank, bandWidthRank, rangeWidthRank, candles }
    head.regime = stepRegime(head.regime, evidence, closeMs)
    const { regime, sinceMs, seen, seenCandles } = head.regime
    const choice = adapt
      ? chooseTimeframes({ regime, dailyVolatilityPct, shortest })
      : fixedChoice()
    context.store.put(head)
    context.emit({
      id: contentId('regime', symbol, closeMs),
      symbol,
      time: closeMs,
      regime,
      since: sinceMs ?? closeMs,
      seen,
      seen_candles: seenCandles,
      adx,
      hurst,
      atr_pct: features.natr_14,
      atr_rank: atrRank,
      band_width: bandWidth,
      band_width_rank: bandWidthRank,
      daily_volatility_pct: dailyVolatilityPct,
      ...choice,
    })
  }
}

function isShorter(timeframe: Timeframe, known: Timeframe | undefined): boolean {
  return known === undefined || timeframeMs[timeframe] < timeframeMs[known]
}

function emptyHead(shortest: Timeframe): Head {
  return {
    regime: initialRegime,
    candles: [],
    widthRanks: [],
    dailyVolatilityPct: null,
    shortest,
    candle: null,
    features: null,
  }
}

function bandWidthOf(features: FeatureVector): number | null {
  const { bollinger_upper: upper, bollinger_lower: lower, bollinger_middle: middle } = features
  if (upper === null || lower === null || middle === null) return null
  return (upper - lower) / middle
}

/** A measure's place in its past, which it then is part of. */
function rankOf(value: number | null, slot: string, store: KeyedStore<State>): number | null {
  if (value === null) return null
  const past = (store.get(slot) as PastValues | undefined) ?? createPastValues()
  const rank = rankInPast(past, value)
  store.put(past, slot)
  return rank
}
