import { definePipeline } from '../engine/core/pipeline.ts'
import { baseCandles } from '../operators/candles/base-candles.ts'
import { higherTimeframes } from '../operators/candles/higher-timeframes.ts'
import { validateTrades } from '../operators/candles/validate-trades.ts'
import { topics, validTrades } from '../schemas/topics.ts'
import type { CandleSettings } from './settings.ts'

/** Raw trades and klines to final candles of every timeframe. */
export const candles = ({ graceMs, revisionMaxMs, quietMinutesMax }: CandleSettings) =>
  definePipeline({
    id: 'candles',
    build({ from, to }) {
      const trades = from(topics.ticks).pipe(
        validateTrades({
          id: 'validate-trades',
          rememberMs: revisionMaxMs + 120_000,
          jumpMax: 0.5,
          jumpTrades: 20,
          jumpMs: 10_000,
        }),
        to(validTrades),
      )
      const base = baseCandles({ id: 'base-candles', graceMs, revisionMaxMs, quietMinutesMax })({
        trade: trades,
        kline: from(topics.klines),
      })
      base.pipe(to(topics.candles))
      base.pipe(
        higherTimeframes({ id: 'higher-timeframes', patienceMs: 10_000, revisionMaxMs }),
        to(topics.candles),
      )
    },
  })
