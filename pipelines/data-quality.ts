import { definePipeline } from '../engine/core/pipeline.ts'
import { dailyDrift } from '../operators/validation/daily-drift.ts'
import { dailyQuality } from '../operators/validation/daily-quality.ts'
import { topics } from '../schemas/topics.ts'
import type { CandleSettings } from './settings.ts'

/** Once a day, what each symbol's candles are worth: by rule, and against the days before. */
export const dataQuality = ({ revisionMaxMs, changeMaxPct, drift }: CandleSettings) =>
  definePipeline({
    id: 'data-quality',
    build({ from, to }) {
      const candles = from(topics.candles)
      candles.pipe(
        dailyQuality({ id: 'daily-quality', changeMaxPct, revisionMaxMs }),
        to(topics.validationReports),
      )
      candles.pipe(dailyDrift({ id: 'daily-drift', thresholds: drift }), to(topics.driftReports))
    },
  })
