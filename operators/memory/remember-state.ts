import { contentId } from '../../engine/core/identity.ts'
import type { Candle, ContextPoint, Embedding } from '../../schemas/contracts.generated.ts'
import { timeframeMs } from '../timeframe.ts'
import { normOf, partOf } from './distance.ts'
import { labelStates } from './label-states.ts'
import { marketVector } from './market-vector.ts'
import { type MarketInWords, memoryTimeframe } from './market-words.ts'
import type { MemorySettings } from './memory-settings.ts'
import { nothingRecalled, type Recalled, recall } from './recall.ts'
import {
  addFunding,
  type MemoryStore,
  putState,
  type Remembered,
  type StatesHead,
} from './remembered.ts'
import { type EncodedText, textDimensions } from './text-encoder.ts'
import { createVectorRows, type VectorRows } from './vector-rows.ts'

/** By symbol. Only a copy of what is in the store, made anew with the graph that has the store in memory. */
export type RowsBySymbol = Map<string, VectorRows>

/** Where a state is remembered: all of one symbol. */
export interface SymbolMemory {
  readonly store: MemoryStore
  readonly head: StatesHead
  readonly rows: VectorRows
}

/** What the text of a state became, and by which encoder. */
export interface StateText {
  readonly encoder: string
  readonly encoded: EncodedText
}

/** Of a text that has no vector: nothing is compared with that. */
const noEncoder = 'none'

export function rowsOf(rows: RowsBySymbol, symbol: string): VectorRows {
  const known = rows.get(symbol)
  if (known !== undefined) return known
  const fresh = createVectorRows()
  rows.set(symbol, fresh)
  return fresh
}

/** Twice the time that a position may last, so that none that is followed lacks a payment. */
export function takeFunding(
  store: MemoryStore,
  { kind, value: rate, event_time: timeMs }: ContextPoint,
  { ageMaxMs }: MemorySettings,
): void {
  if (kind === 'funding') addFunding(store, { timeMs, rate }, timeMs - 2 * ageMaxMs)
}

/**
 * Remembers the state at one closed candle, labels the states whose time passes with it, and tells what followed
 * the past states nearest to it. A state whose text has no vector keeps its place among them, for those before it
 * are followed by its candle; it has nothing in common with any, and there is no opinion on it.
 */
export function rememberState(
  { store, head, rows }: SymbolMemory,
  { candle, features, regime, text, absent }: MarketInWords,
  { encoder, encoded }: StateText,
  settings: MemorySettings,
): Embedding {
  const closeMs = candle.open_time + timeframeMs[memoryTimeframe]
  const failure = 'failure' in encoded ? encoded.failure : null
  const ofText = 'failure' in encoded ? new Float32Array(textDimensions) : encoded.vector
  const stated = marketVector(ofText, features, head.moments)
  const { vector } = stated
  const about = {
    id: contentId('embedding', candle.symbol, memoryTimeframe, closeMs),
    symbol: candle.symbol,
    timeframe: memoryTimeframe,
    open_time: candle.open_time,
    close_time: closeMs,
    close: candle.close,
    regime,
    encoder: failure === null ? encoder : noEncoder,
    description: text,
    absent: [...absent, ...stated.absent, ...(failure === null ? [] : [`text vector: ${failure}`])],
    vector: numbersOf(vector),
    mode: settings.mode,
  }
  const norm = failure === null ? normOf(vector, partOf(settings.mode)) : 0
  const number = head.next
  const { atr_14: atr } = features
  const unknown = { longMeanPct: null, shortMeanPct: null, long: null, short: null }
  const prices = pricesOf(candle, closeMs)
  const remembered: Remembered | null =
    atr === null ? null : { id: about.id, candle: prices, atr, vector, norm, ...unknown }
  if (remembered !== null) {
    putState(store, number, remembered)
    head.next += 1
  }
  // Its own candle is the last one that the states before it are followed by.
  const joined = labelStates(store, head, closeMs, settings)
  const recalled =
    failure === null
      ? recall({ store, rows, head, number }, { vector, norm }, settings)
      : nothingRecalled
  if (remembered !== null) {
    const longMeanPct = recalled.long?.meanNetPct ?? null
    const shortMeanPct = recalled.short?.meanNetPct ?? null
    putState(store, number, { ...remembered, longMeanPct, shortMeanPct })
  }
  const states = head.unlabelled - head.first
  return { ...about, states, ...fieldsOf(recalled), joined }
}

/** As an array, which the codec wants; a spread would grow it step by step. */
function numbersOf(vector: Float32Array): readonly number[] {
  const numbers = new Array<number>(vector.length)
  for (let at = 0; at < vector.length; at++) numbers[at] = vector[at] as number
  return numbers
}

function fieldsOf({ meanDistance, long, short, neighbours }: Recalled) {
  return {
    mean_distance: meanDistance,
    long_win_rate: long?.winRate ?? null,
    long_mean_net_pct: long?.meanNetPct ?? null,
    long_max_drawdown_pct: long?.maxDrawdownPct ?? null,
    long_risk: long?.risk ?? null,
    long_confidence: long?.confidence ?? null,
    short_win_rate: short?.winRate ?? null,
    short_mean_net_pct: short?.meanNetPct ?? null,
    short_max_drawdown_pct: short?.maxDrawdownPct ?? null,
    short_risk: short?.risk ?? null,
    short_confidence: short?.confidence ?? null,
    neighbours,
  }
}

function pricesOf(candle: Candle, closeMs: number): Remembered['candle'] {
  const { open_time: openMs, open, high, low, close } = candle
  return { openMs, closeMs, open, high, low, close }
}
