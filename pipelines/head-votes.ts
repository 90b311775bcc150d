import { definePipeline } from '../engine/core/pipeline.ts'
import { headVotes as castHeadVotes } from '../operators/heads/head-votes.ts'
import { topics } from '../schemas/topics.ts'

/** Nine votes on each closed 15m candle. */
export const headVotes = definePipeline({
  id: 'head-votes',
  build({ from, to }) {
    const cast = castHeadVotes({
      id: 'head-votes',
      trigger: '15m',
      lookBack: ['15m', '1h', '4h', '1d'],
      candlesMax: 120,
    })
    cast({
      candle: from(topics.candles),
      context: from(topics.context),
      features: from(topics.features),
    }).pipe(to(topics.headVotes))
  },
})
