import { mapValue } from '../engine/core/flat-map.ts'
import { mapAsyncOrdered } from '../engine/core/map-async-ordered.ts'
import { definePipeline } from '../engine/core/pipeline.ts'
import { headVotes as castHeadVotes } from '../operators/heads/head-votes.ts'
import { withModelVote } from '../operators/heads/model-head.ts'
import { timeframes } from '../operators/timeframe.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import { topics } from '../schemas/topics.ts'
import type { ChainParts } from './topology.ts'

/** Symbols of a partition whose candle closes at once. */
const votesAtOnce = 16

/**
 * Nine votes, those of the user's own heads and of the user's model, on each closed candle of the timeframe
 * that the regime scans.
 */
export const headVotes = (
  { regimeAdapt, modelProbabilityMin }: TradingSettings,
  { ownHeads = [], classifier }: Pick<ChainParts, 'ownHeads' | 'classifier'>,
) =>
  definePipeline({
    id: 'head-votes',
    build({ from, to }) {
      const cast = castHeadVotes({
        id: 'head-votes',
        lookBack: regimeAdapt ? timeframes : ['15m', '1h', '4h', '1d'],
        candlesMax: 120,
        ownHeads,
      })({
        candle: from(topics.candles),
        context: from(topics.context),
        features: from(topics.features),
        regime: from(topics.regimes),
      })
      if (classifier === undefined) {
        cast.pipe(
          mapValue(({ votes }) => votes),
          to(topics.headVotes),
        )
        return
      }
      const ask = withModelVote(classifier, modelProbabilityMin)
      cast.pipe(
        mapAsyncOrdered('model-vote', ask, { concurrencyMax: votesAtOnce }),
        to(topics.headVotes),
      )
    },
  })
