import { definePipeline } from '../engine/core/pipeline.ts'
import type { HeadEntry } from '../operators/heads/catalogue.ts'
import { headVotes as castHeadVotes } from '../operators/heads/head-votes.ts'
import { topics } from '../schemas/topics.ts'

/** Nine votes, and those of the user's own heads, on each closed 15m candle. */
export const headVotes = (ownHeads: readonly HeadEntry[]) =>
  definePipeline({
    id: 'head-votes',
    build({ from, to }) {
      const cast = castHeadVotes({
        id: 'head-votes',
        trigger: '15m',
        lookBack: ['15m', '1h', '4h', '1d'],
        candlesMax: 120,
        ownHeads,
      })
      cast({
        candle: from(topics.candles),
        context: from(topics.context),
        features: from(topics.features),
      }).pipe(to(topics.headVotes))
    },
  })
