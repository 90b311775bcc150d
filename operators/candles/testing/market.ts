import type { Step } from '../../../engine/testing/operator-run.ts'
import type { Candle, Kline, Tick } from '../../../schemas/contracts.generated.ts'

export const symbol = 'BTCUSDT'
/** A midnight: the first minute of every timeframe. */
export const t0 = Date.UTC(2025, 4, 7)
export const second = 1_000
export const minute = 60_000

/** A trade `afterMs` behind t0. */
export function trade(id: number, afterMs: number, price = 100, more: Partial<Tick> = {}): Tick {
  return {
    exchange: 'test',
    symbol,
    trade_id: id,
    event_time: t0 + afterMs,
    receive_time: null,
    price,
    quantity: 1,
    taker_side: 'BUY',
    ...more,
  } as Tick
}

/** A kline that opens `afterMs` behind t0. */
export function kline(afterMs: number, more: Partial<Kline> = {}): Kline {
  return {
    exchange: 'test',
    symbol,
    interval: '1m',
    open_time: t0 + afterMs,
    open: 100,
    high: 110,
    low: 90,
    close: 105,
    volume: 10,
    quote_volume: 1_000,
    trades: 7,
    taker_buy_volume: 4,
    receive_time: null,
    origin: 'STREAM',
    ...more,
  }
}

export function candle(afterMs: number, more: Partial<Candle> = {}): Candle {
  return {
    symbol,
    timeframe: '1m',
    open_time: t0 + afterMs,
    open: 100,
    high: 110,
    low: 90,
    close: 105,
    volume: 10,
    quote_volume: 1_000,
    trades: 7,
    taker_buy_volume: 4,
    origin: 'TICKS',
    synthetic: false,
    revision: 0,
    receive_time: t0 + afterMs + minute,
    complete: true,
    reanchored: false,
    ...more,
  }
}

/** A value on an input at `afterMs` behind t0. */
export function at(afterMs: number, input: string, value: unknown, key = symbol): Step {
  return { input, key, value, timeMs: t0 + afterMs }
}

export function beat(afterMs: number): Step {
  return { beatMs: t0 + afterMs }
}

/** A candle as people read it: timeframe, minutes behind t0, prices, volume, and what is odd about it. */
export function told(value: unknown): string {
  const one = value as Candle
  const marks = [
    one.origin === 'TICKS' ? '' : one.origin.toLowerCase(),
    one.synthetic ? 'synthetic' : '',
    one.complete ? '' : 'partial',
    one.revision === 0 ? '' : `r${one.revision}`,
    one.reanchored ? 'reanchored' : '',
  ].filter((mark) => mark !== '')
  const opensAt = (one.open_time - t0) / minute
  const head = `${one.timeframe}+${opensAt} ${one.open} ${one.high} ${one.low} ${one.close} v${one.volume}`
  return [head, ...marks].join(' ')
}
