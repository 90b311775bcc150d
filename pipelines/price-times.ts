import { definePipeline } from '../engine/core/pipeline.ts'
import { priceTimes as tellPriceTimes } from '../operators/candles/price-times.ts'
import { topics, validTrades } from '../schemas/topics.ts'

/** When each symbol's newest price was made, for the status: told as often as that is. */
export const priceTimes = (everyMs: number) =>
  definePipeline({
    id: 'price-times',
    build({ from, to }) {
      const tell = tellPriceTimes({ id: 'price-times', everyMs })
      tell({ trade: from(validTrades), kline: from(topics.klines) }).pipe(to(topics.priceTimes))
    },
  })
