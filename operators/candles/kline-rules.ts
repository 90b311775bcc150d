import type { Candle, Kline } from '../../schemas/contracts.generated.ts'
import { isTimeframe, timeframeMs } from '../timeframe.ts'
import { priceMax } from './trade-rules.ts'

interface Fault {
  readonly rule: string
  readonly reason: string
}

/** What is wrong with a kline, or undefined. */
export function klineFault(kline: Kline): Fault | undefined {
  const { interval, open_time, open, high, low, close, volume } = kline
  if (!isTimeframe(interval)) {
    return { rule: 'interval', reason: `interval was '${interval}'; known are 1m 5m 15m 1h 4h 1d` }
  }
  if (open_time % timeframeMs[interval] !== 0) {
    return { rule: 'grid', reason: `open time ${open_time} is not on the grid of ${interval}` }
  }
  const beyond =
    priceFault('open', open) ??
    priceFault('high', high) ??
    priceFault('low', low) ??
    priceFault('close', close)
  if (beyond !== undefined) return beyond
  if (high < open || high < close)
    return { rule: 'ohlc', reason: `high ${high} is below open ${open} or close ${close}` }
  if (low > open || low > close)
    return { rule: 'ohlc', reason: `low ${low} is above open ${open} or close ${close}` }
  if (!(volume >= 0 && volume < Number.POSITIVE_INFINITY)) {
    return { rule: 'volume', reason: `volume was ${volume}; it must not be negative` }
  }
  return undefined
}

function priceFault(name: string, price: number): Fault | undefined {
  if (price > 0 && price < priceMax) return undefined
  return {
    rule: 'price',
    reason: `${name} was ${price}; it must lie between 0 and ${priceMax}`,
  }
}

export function candleOfKline(kline: Kline, revision: number): Candle {
  const closeMs = kline.open_time + timeframeMs[kline.interval as keyof typeof timeframeMs]
  return {
    symbol: kline.symbol,
    timeframe: kline.interval,
    open_time: kline.open_time,
    open: kline.open,
    high: kline.high,
    low: kline.low,
    close: kline.close,
    volume: kline.volume,
    quote_volume: kline.quote_volume,
    trades: kline.trades,
    taker_buy_volume: kline.taker_buy_volume,
    origin: kline.origin === 'BACKFILL' ? 'BACKFILL' : 'KLINE',
    // An exchange tells the minutes of a hole one by one, also those in which nothing was traded.
    synthetic: kline.origin === 'BACKFILL' && kline.trades === 0,
    revision,
    receive_time: kline.receive_time ?? closeMs,
    complete: true,
    reanchored: false,
  }
}

/** Whether a candle says what a kline says, as far as both say it. */
export function agrees(candle: Candle, kline: Kline): boolean {
  return (
    candle.open === kline.open &&
    candle.high === kline.high &&
    candle.low === kline.low &&
    candle.close === kline.close &&
    Math.abs(candle.volume - kline.volume) <= 1e-9 * Math.max(1, kline.volume)
  )
}
