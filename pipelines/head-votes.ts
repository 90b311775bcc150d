import { definePipeline } from '../engine/core/pipeline.ts'
import { headVotes as castHeadVotes } from '../operators/heads/head-votes.ts'
import { timeframes } from '../operators/timeframe.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import { topics } from '../schemas/topics.ts'

/** Nine votes on each closed candle of the timeframe that the regime scans. */
export const headVotes = ({ regimeAdapt }: Pick<TradingSettings, 'regimeAdapt'>) =>
  definePipeline({
    id: 'head-votes',
    build({ from, to }) {
      const cast = castHeadVotes({
        id: 'head-votes',
        lookBack: regimeAdapt ? timeframes : ['15m', '1h', '4h', '1d'],
        candlesMax: 120,
      })
      cast({
        candle: from(topics.candles),
        context: from(topics.context),
        features: from(topics.features),
        regime: from(topics.regimes),
      }).pipe(to(topics.headVotes))
    },
  })
