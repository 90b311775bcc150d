import { z } from 'zod'
import { ConfigError } from '../engine/core/errors.ts'
import { listed } from './comma-list.ts'

const url = z
  .url({ protocol: /^(?:https?|wss?)$/ })
  .transform((text) => text.replace(/\/+$/, ''))
  .nullable()
  .default(null)

/** Settings of the live market data of Binance; none is a key, since none is needed. */
export const binanceSchema = z
  .strictObject({
    market: z
      .enum(['spot', 'perpetual'])
      .default('spot')
      .describe('Which of its markets: spot, or the perpetuals in USDT'),
    trades: z
      .enum(['trade', 'aggTrade'])
      .default('trade')
      .describe(
        'Which trades are ticks; aggTrade: fewer messages, and on perpetuals any hole can be filled, but candles count aggregated trades',
      ),
    intervals: z
      .preprocess(listed, z.array(z.enum(['1m', '5m', '15m', '1h', '4h', '1d'])))
      .default(['1m'])
      .describe('Klines that are followed; candles need 1m, and make the others themselves'),
    stale: z
      .number()
      .int()
      .min(1_000)
      .default(60_000)
      .describe(
        'Milliseconds without data after which the exchange is asked whether a stream is dead',
      ),
    near: z
      .number()
      .int()
      .min(0)
      .default(3_600_000)
      .describe(
        'Milliseconds that a stop may have lasted to be made up for by trades; longer: by klines',
      ),
    speed: z
      .number()
      .positive()
      .default(1)
      .describe("A simulated exchange's time per real time; 1 for the real one"),
    urls: z
      .strictObject({
        rest: url.describe(
          'REST of another server that speaks the protocol, with its version: http://127.0.0.1:18800/api/v3; empty: Binance',
        ),
        stream: url.describe('Streams of it, without a path: ws://127.0.0.1:18800; empty: Binance'),
      })
      .prefault({}),
  })
  .prefault({})

export const gapSchema = z
  .strictObject({
    hold: z
      .number()
      .int()
      .min(0)
      .max(10_000)
      .default(2_000)
      .describe('Milliseconds that the source clock waits for missing trades'),
  })
  .prefault({})

export const warmupSchema = z
  .strictObject({
    days: z
      .number()
      .int()
      .min(0)
      .max(3_650)
      .default(60)
      .describe('Days of 1m klines that a new symbol begins with'),
  })
  .prefault({})

/** One server serves both ways, or none. */
export function refuseHalfUrls({
  rest,
  stream,
}: {
  rest: string | null
  stream: string | null
}): void {
  if ((rest === null) !== (stream === null))
    throw new ConfigError(
      'binance.urls.rest and binance.urls.stream go together: one server serves both',
    )
}
