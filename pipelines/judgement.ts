import { choose } from '../engine/core/choose.ts'
import { definePipeline } from '../engine/core/pipeline.ts'
import { followPositions } from '../operators/trading/follow-positions.ts'
import { type Judgement, judge } from '../operators/trading/judge.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import { topics, validTrades } from '../schemas/topics.ts'

/** A symbol's votes to candidates and rejections; its signals and shadows to outcomes. */
export const judgement = (settings: TradingSettings) =>
  definePipeline({
    id: 'judgement',
    build({ from, to }) {
      const judged = judge({ id: 'judge', settings })({
        weights: from(topics.weights),
        setting: from(topics.settings),
        candle: from(topics.candles),
        features: from(topics.features),
        regime: from(topics.regimes),
        context: from(topics.context),
        outcome: from(topics.outcomes),
        votes: from(topics.headVotes),
        embedding: from(topics.embeddings),
      })
      judged.pipe(choose<Judgement, 'candidate'>('candidate'), to(topics.candidates))
      judged.pipe(choose<Judgement, 'rejection'>('rejection'), to(topics.rejections))

      const followed = followPositions({ id: 'positions', settings })({
        signal: from(topics.signals),
        context: from(topics.context),
        trade: from(validTrades),
        candle: from(topics.candles),
        judgement: judged,
      })
      followed.pipe(to(topics.outcomes))
    },
  })
