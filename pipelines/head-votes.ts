import { definePipeline } from '../engine/core/pipeline.ts'
import type { HeadEntry } from '../operators/heads/catalogue.ts'
import { headVotes as castHeadVotes } from '../operators/heads/head-votes.ts'
import { timeframes } from '../operators/timeframe.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import { topics } from '../schemas/topics.ts'

/** Nine votes, and those of the user's own heads, on each closed candle of the timeframe that the regime scans. */
export const headVotes = (
  { regimeAdapt }: Pick<TradingSettings, 'regimeAdapt'>,
  ownHeads: readonly HeadEntry[],
) =>
  definePipeline({
    id: 'head-votes',
    build({ from, to }) {
      const cast = castHeadVotes({
        id: 'head-votes',
        lookBack: regimeAdapt ? timeframes : ['15m', '1h', '4h', '1d'],
        candlesMax: 120,
        ownHeads,
      })
      cast({
        candle: from(topics.candles),
        context: from(topics.context),
        features: from(topics.features),
        regime: from(topics.regimes),
      }).pipe(to(topics.headVotes))
    },
  })
