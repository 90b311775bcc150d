import { defineJoin } from '../../engine/core/operator.ts'
import type { ContextPoint, Embedding } from '../../schemas/contracts.generated.ts'
import type { MarketInWords } from './market-words.ts'
import type { MemorySettings } from './memory-settings.ts'
import {
  type RowsBySymbol,
  rememberState,
  rowsOf,
  type StateText,
  takeFunding,
} from './remember-state.ts'
import { type MemoryState, statesHeadOf } from './remembered.ts'
import { type AsynchronousEncoder, type EncodedText, textDimensions } from './text-encoder.ts'
import { onGrid } from './vector-grid.ts'

/** A market in words, and what its text became elsewhere. */
export interface EncodedMarket extends StateText {
  readonly words: MarketInWords
}

/** Asks an encoder for the vector of a market's text. */
export function encodeWith(encoder: AsynchronousEncoder) {
  return async (words: MarketInWords): Promise<EncodedMarket> => {
    const encoded = await encoder.encode(words.text)
    return { words, encoder: encoder.name, encoded: checked(encoded) }
  }
}

/** The market memory behind an encoder that works elsewhere: the same memory, of texts that are encoded already. */
export function encodedMemory({
  id,
  settings,
}: {
  readonly id: string
  readonly settings: MemorySettings
}) {
  const rows: RowsBySymbol = new Map()

  return defineJoin<{ context: ContextPoint; market: EncodedMarket }, Embedding, MemoryState>({
    id,
    version: 1,
    on: {
      context(point, { store }) {
        takeFunding(store, point, settings)
      },
      market({ words, encoder, encoded }, context) {
        const { key, store } = context
        const head = statesHeadOf(store)
        const memory = { store, head, rows: rowsOf(rows, key) }
        const embedding = rememberState(memory, words, { encoder, encoded }, settings)
        store.put(head)
        context.emit(embedding)
      },
    },
  })
}

/** On the grid, where it is a vector at all. */
function checked(encoded: EncodedText): EncodedText {
  if ('failure' in encoded) return encoded
  const { vector } = encoded
  if (vector.length !== textDimensions)
    return { failure: `it had ${vector.length} numbers instead of ${textDimensions}` }
  return { vector: onGrid(vector) }
}
