import { intervals } from './klines.ts'
import type { Venue } from './units.ts'

type PlainKind = 'trade' | 'aggTrade' | 'bookTicker' | 'ticker' | 'miniTicker'

export type StreamKind =
  | { readonly kind: PlainKind | 'forceOrder' }
  | { readonly kind: 'kline'; readonly interval: string; readonly intervalMs: number }
  | { readonly kind: 'depth'; readonly everyMs: number }
  | { readonly kind: 'levels'; readonly levels: number; readonly everyMs: number }
  | { readonly kind: 'markPrice'; readonly everyMs: number }

export type StreamName = StreamKind & {
  readonly name: string
  /** In capitals; empty for all symbols. */
  readonly symbol: string
}

const plain = new Set(['trade', 'aggTrade', 'bookTicker', 'ticker', 'miniTicker'])
const everyMsOf: { readonly [text: string]: number } = {
  '100ms': 100,
  '250ms': 250,
  '500ms': 500,
  '1000ms': 1_000,
  '1s': 1_000,
}

/** What a client wants by `btcusdt@kline_1m`; undefined where there is no such stream. */
export function streamNameOf(name: string, venue: Venue): StreamName | undefined {
  const [symbol = '', kind = '', pace] = name.split('@')
  if (symbol === '!forceOrder' && kind === 'arr' && venue === 'futures') {
    return { name, symbol: '', kind: 'forceOrder' }
  }
  const all = symbol === '!markPrice' && kind === 'arr'
  const found = all ? kindOf('markPrice', pace, venue) : kindOf(kind, pace, venue)
  if (found === undefined || symbol === '') return undefined
  return { name, symbol: all ? '' : symbol.toUpperCase(), ...found }
}

function kindOf(kind: string, pace: string | undefined, venue: Venue): StreamKind | undefined {
  const everyMs = pace === undefined ? undefined : everyMsOf[pace]
  if (pace !== undefined && everyMs === undefined) return undefined
  if (plain.has(kind)) return { kind: kind as PlainKind }
  const interval = /^kline_(\w+)$/.exec(kind)?.[1] ?? ''
  const intervalMs = intervals[interval]
  if (intervalMs !== undefined) return { kind: 'kline', interval, intervalMs }
  const usualMs = venue === 'spot' ? 1_000 : 250
  if (kind === 'depth') return { kind: 'depth', everyMs: everyMs ?? usualMs }
  const levels = Number(/^depth(5|10|20)$/.exec(kind)?.[1] ?? 0)
  if (levels > 0) return { kind: 'levels', levels, everyMs: everyMs ?? usualMs }
  if (venue === 'spot') return undefined
  if (kind === 'markPrice') return { kind: 'markPrice', everyMs: everyMs ?? 3_000 }
  if (kind === 'forceOrder') return { kind: 'forceOrder' }
  return undefined
}
