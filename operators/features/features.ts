import { defineOperator, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'
import {
  createKept,
  type KeptCandles,
  keepCandle,
  keptCandles,
  stretchCandles,
  stretchOf,
} from '../candles/kept-candles.ts'
import { isTimeframe, type Timeframe, timeframeMs } from '../timeframe.ts'
import {
  copyFeatureState,
  createFeatureState,
  type FeatureState,
  featureCount,
  updateFeatures,
} from './catalogue.ts'
import { Features } from './values.ts'

export interface FeaturesOptions {
  readonly id: string
  /** What repairs change is in force from a multiple of this on (`learning.epoch`). */
  readonly epochMs: number
}

/** Of one timeframe, in the slot of its name. */
interface State {
  lastOpenMs: number
  indicators: FeatureState
  /** The stretch of the newest candle: at hand, because each candle goes into it. None before the first. */
  kept: KeptCandles | null
  /** The block from which on the indicators are to be computed anew; null where nothing was repaired. */
  repairedFrom: number | null
  /** They were, since the newest vector. */
  rebuilt: boolean
}

/**
 * Beside it, of the newest blocks: the candles of older stretches (`1m:kept:7`), and the indicators as they stood before each
 * block (`1m:begin:1`).
 */
type Slot = State | KeptCandles | FeatureState
type Context = OperatorContext<FeatureVector, Slot>

/** Stretches in a block: four of sixty candles. */
const blockStretches = 4
/** Blocks that are kept, that of the newest candle included: so a repair of the newest 240 candles counts, and of up to 480. */
const blocksKept = 2

/**
 * The indicator vector of each closed candle, per symbol and timeframe. Only first versions of candles count, each later than
 * the one before: a revision does not change what was decided. A repair (a revision by the exchange's own kline) does not either, but from
 * the next epoch on the indicators are what they would be had the repaired candles come in their time.
 */
export function features({ id, epochMs }: FeaturesOptions) {
  // Written anew on each candle: nothing of one is left for the next.
  const values = new Float64Array(featureCount)
  return defineOperator<Candle, FeatureVector, Slot>({
    id,
    version: 4,
    migrate,
    onRecord(candle, context) {
      const { timeframe } = candle
      if (!isTimeframe(timeframe)) return
      if (candle.revision === 0) takeCandle(candle, timeframe, context)
      else if (candle.origin !== 'TICKS') takeRepair(candle, timeframe, context)
    },
    onTimer(timeframe, context) {
      if (isTimeframe(timeframe)) rebuild(timeframe, context)
    },
  })

  function takeCandle(candle: Candle, timeframe: Timeframe, context: Context): void {
    const { store } = context
    const openMs = candle.open_time
    const state = (store.get(timeframe) as State | undefined) ?? emptyState()
    if (openMs <= state.lastOpenMs) {
      context.count('out-of-order-candles')
      return
    }
    if (state.kept === null || !holds(state.kept, openMs))
      state.kept = beginStretch(state, stretchOf(openMs, timeframe), timeframe, context)
    keepCandle(state.kept, candle)
    state.lastOpenMs = openMs
    updateFeatures(state.indicators, candle, values)
    const { rebuilt } = state
    state.rebuilt = false
    store.put(state, timeframe)
    context.emit(
      new Features(
        {
          symbol: candle.symbol,
          timeframe,
          open_time: openMs,
          close_time: openMs + timeframeMs[timeframe],
          candle_revision: candle.revision,
          close: candle.close,
          rebuilt,
        },
        values,
      ),
    )
  }

  function takeRepair(candle: Candle, timeframe: Timeframe, context: Context): void {
    const { store, timeMs } = context
    const state = store.get(timeframe) as State | undefined
    if (state === undefined || candle.open_time > state.lastOpenMs) return
    const block = blockOf(stretchOf(candle.open_time, timeframe))
    const from = newestBegin(timeframe, block, context)
    if (from === undefined) {
      context.count('unrepaired')
      return
    }
    const stretch = stretchOf(candle.open_time, timeframe)
    const kept = keptOf(state, stretch, timeframe, context) ?? createKept(stretch, timeframe)
    keepCandle(kept, candle)
    if (kept !== state.kept) store.put(kept, keptName(timeframe, stretch))
    state.repairedFrom = Math.min(state.repairedFrom ?? Number.POSITIVE_INFINITY, from)
    store.put(state, timeframe)
    context.wakeAt((Math.floor(timeMs / epochMs) + 1) * epochMs, timeframe)
  }

  /** All indicators anew, from how they stood before the first block with a repaired candle. */
  function rebuild(timeframe: Timeframe, context: Context): void {
    const { store, key } = context
    const state = store.get(timeframe) as State | undefined
    if (state === undefined || state.repairedFrom === null) return
    const first = state.repairedFrom
    const begin = store.get(beginName(timeframe, first)) as FeatureState | undefined
    state.repairedFrom = null
    if (begin === undefined) context.count('unrepaired')
    else {
      const indicators = copyFeatureState(begin)
      const last = stretchOf(state.lastOpenMs, timeframe)
      for (let stretch = first * blockStretches; stretch <= last; stretch++) {
        const kept = keptOf(state, stretch, timeframe, context)
        if (kept === undefined) continue
        const block = blockOf(stretch)
        const slot = beginName(timeframe, block)
        if (block > first && stretch % blockStretches === 0 && store.get(slot) !== undefined)
          store.put(copyFeatureState(indicators), slot)
        for (const candle of keptCandles(kept, key, kept.firstMs, state.lastOpenMs + 1))
          updateFeatures(indicators, candle, values)
      }
      state.indicators = indicators
      state.rebuilt = true
      context.count('rebuilt')
    }
    store.put(state, timeframe)
  }
}

/** With the first candle of a block, the indicators as they stand before it; what is older than the blocks kept goes. */
function beginStretch(
  state: State,
  stretch: number,
  timeframe: Timeframe,
  { store }: Context,
): KeptCandles {
  const { kept } = state
  if (kept !== null) store.put(kept, keptName(timeframe, stretchOf(kept.firstMs, timeframe)))
  const block = blockOf(stretch)
  const slot = beginName(timeframe, block)
  if (store.get(slot) === undefined) {
    store.put(copyFeatureState(state.indicators), slot)
    const oldest = block - blocksKept + 1
    for (const name of store.slots()) {
      const [of, what, number] = name.split(':')
      if (of !== timeframe || what === undefined) continue
      if ((what === 'begin' ? Number(number) : blockOf(Number(number))) < oldest) store.delete(name)
    }
  }
  return createKept(stretch, timeframe)
}

function holds({ firstMs, timeframe }: KeptCandles, openMs: number): boolean {
  return firstMs <= openMs && openMs < firstMs + stretchCandles * timeframeMs[timeframe]
}

function keptOf(
  { kept }: State,
  stretch: number,
  timeframe: Timeframe,
  { store }: Context,
): KeptCandles | undefined {
  if (kept !== null && stretchOf(kept.firstMs, timeframe) === stretch) return kept
  return store.get(keptName(timeframe, stretch)) as KeptCandles | undefined
}

/** The newest block, that one or before it, of which is known how it began: of a block without candles it is not. */
function newestBegin(timeframe: Timeframe, block: number, { store }: Context): number | undefined {
  for (let at = block; at > block - blocksKept; at--)
    if (store.get(beginName(timeframe, at)) !== undefined) return at
  return undefined
}

function blockOf(stretch: number): number {
  return Math.floor(stretch / blockStretches)
}

function keptName(timeframe: Timeframe, stretch: number): string {
  return `${timeframe}:kept:${stretch}`
}

function beginName(timeframe: Timeframe, block: number): string {
  return `${timeframe}:begin:${block}`
}

function emptyState(): State {
  return {
    lastOpenMs: Number.NEGATIVE_INFINITY,
    indicators: createFeatureState(),
    kept: null,
    repairedFrom: null,
    rebuilt: false,
  }
}

/**
 * Version 3 kept no candles to compute anew from. Until it, each indicator kept what it needed by itself, candles read by several many times over:
 * what those states held is not carried over, the indicators begin to warm up, and no candle is taken twice.
 */
function migrate(saved: unknown, from: number): State {
  const { lastOpenMs, indicators } = saved as Pick<State, 'lastOpenMs' | 'indicators'>
  const state = { ...emptyState(), lastOpenMs }
  return from < 3 ? state : { ...state, indicators }
}
