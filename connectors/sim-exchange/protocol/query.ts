import type { Exchange } from '../exchange.ts'
import type { SymbolLedger } from '../ledger/symbol-ledger.ts'
import { ApiError, illegal, missing } from './api-error.ts'

export type Query = { readonly [name: string]: string | undefined }

export function symbolOfQuery(exchange: Exchange, query: Query): SymbolLedger {
  const { symbol } = query
  if (symbol === undefined || symbol === '') throw missing('symbol')
  const ledger = exchange.ledger(symbol)
  if (ledger === undefined) throw new ApiError(400, -1121, 'Invalid symbol.')
  return ledger
}

/** `symbol`, or `symbols` as a JSON array, or all; `single` where the answer is no array. */
export function symbolsOfQuery(
  exchange: Exchange,
  query: Query,
): { readonly ledgers: readonly SymbolLedger[]; readonly single: boolean } {
  if (query.symbol !== undefined) {
    return { ledgers: [symbolOfQuery(exchange, query)], single: true }
  }
  if (query.symbols === undefined) return { ledgers: exchange.ledgers, single: false }
  let names: unknown
  try {
    names = JSON.parse(query.symbols)
  } catch {
    throw illegal('symbols')
  }
  if (!Array.isArray(names) || names.length === 0) throw illegal('symbols')
  const ledgers = names.map((symbol) => symbolOfQuery(exchange, { symbol: String(symbol) }))
  return { ledgers, single: false }
}

/** A whole number that may be left out. */
export function numberOfQuery(query: Query, name: string): number | undefined {
  const text = query[name]
  if (text === undefined || text === '') return undefined
  if (!/^\d{1,16}$/.test(text)) throw illegal(name)
  return Number(text)
}

/** How many are wanted: at the most `max`, as Binance cuts it silently. */
export function limitOfQuery(query: Query, usual: number, max: number): number {
  const limit = numberOfQuery(query, 'limit') ?? usual
  if (limit < 1) throw new ApiError(400, -1130, "Data sent for parameter 'limit' is not valid.")
  return Math.min(limit, max)
}
