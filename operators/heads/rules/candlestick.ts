import type { Candle } from '../../../schemas/contracts.generated.ts'
import type { PatternName } from '../../patterns/catalogue.ts'
import { type Recognised, recognise } from '../../patterns/recognise.ts'
import type { Side } from '../oriented.ts'

export interface Candlestick {
  readonly name: string
  /** 0 to 1: how much it says by itself. */
  readonly strength: number
}

/** Candles beyond which no pattern looks. */
const seen = 17

/** Patterns that a candle's colour alone gives their sign: what they say is rest or doubt, or no more than a long candle. */
const undirected: ReadonlySet<PatternName> = new Set([
  'doji',
  'doji star',
  'dragonfly doji',
  'gravestone doji',
  'high-wave candle',
  'long-legged doji',
  'long line',
  'rickshaw man',
  'short line',
  'spinning top',
  'takuri line',
] as const)

/** More candles say more; a turn more than a going on, and that more than one bare candle. */
function strengthOf({ pattern, score }: Recognised): number {
  const whole = Math.min(1, Math.abs(score) / 100)
  if (pattern.meaning === 'either') return 0.45 * whole
  if (pattern.meaning === 'continuation') return 0.6 * whole
  if (pattern.span >= 3) return 0.9 * whole
  return (pattern.span === 2 ? 0.75 : 0.5) * whole
}

/** The strongest rising and the strongest falling pattern that the newest candle completes, by side. */
export interface Candlesticks {
  readonly rising: Candlestick | null
  readonly falling: Candlestick | null
}

/**
 * Reads the chart as it is and upside down. TA-Lib knows some shapes for one side only, and a shooting star otherwise than
 * a hammer turned over; read both ways, each shape that speaks for LONG has its like for SHORT.
 */
export function findCandlesticks(candles: readonly Candle[]): Candlesticks {
  const newest = candles.slice(-seen)
  let rising: Candlestick | null = null
  let falling: Candlestick | null = null
  const take = (recognised: Recognised, up: Side) => {
    if (undirected.has(recognised.pattern.name)) return
    const strength = strengthOf(recognised)
    const side = recognised.score > 0 ? up : -up
    const best = side === 1 ? rising : falling
    if (best !== null && best.strength >= strength) return
    const name = up === 1 ? recognised.pattern.name : `${recognised.pattern.name} upside down`
    if (side === 1) rising = { name, strength }
    else falling = { name, strength }
  }
  for (const recognised of recognise(newest)) take(recognised, 1)
  for (const recognised of recognise(newest.map(turned))) take(recognised, -1)
  return { rising, falling }
}

/** Spelled out: to spread a candle takes longer than all patterns on it. */
function turned(candle: Candle): Candle {
  return {
    symbol: candle.symbol,
    timeframe: candle.timeframe,
    open_time: candle.open_time,
    open: -candle.open,
    high: -candle.low,
    low: -candle.high,
    close: -candle.close,
    volume: candle.volume,
    quote_volume: candle.quote_volume,
    trades: candle.trades,
    taker_buy_volume: candle.taker_buy_volume,
    origin: candle.origin,
    synthetic: candle.synthetic,
    revision: candle.revision,
    receive_time: candle.receive_time,
    complete: candle.complete,
    reanchored: candle.reanchored,
  }
}
