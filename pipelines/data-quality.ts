import { definePipeline } from '../engine/core/pipeline.ts'
import { candleGaps } from '../operators/candles/candle-gaps.ts'
import { dailyDrift } from '../operators/validation/daily-drift.ts'
import { dailyQuality } from '../operators/validation/daily-quality.ts'
import { topics } from '../schemas/topics.ts'
import type { CandleSettings } from './settings.ts'

/** What each symbol's candles are worth: their holes; and once a day by rule, and against the days before. */
export const dataQuality = ({ revisionMaxMs, changeMaxPct, drift }: CandleSettings) =>
  definePipeline({
    id: 'data-quality',
    build({ from, to }) {
      const candles = from(topics.candles)
      candleGaps({ id: 'candle-gaps' })({ candle: candles, context: from(topics.context) }).pipe(
        to(topics.gaps),
      )
      candles.pipe(
        dailyQuality({ id: 'daily-quality', changeMaxPct, revisionMaxMs }),
        to(topics.validationReports),
      )
      candles.pipe(dailyDrift({ id: 'daily-drift', thresholds: drift }), to(topics.driftReports))
    },
  })
