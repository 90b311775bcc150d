import { definePipeline } from '../engine/core/pipeline.ts'
import { marketRegime } from '../operators/regime/market-regime.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import { topics } from '../schemas/topics.ts'

/** Closed hours to regimes, and the timeframes that they choose. */
export const regimes = ({ regimeAdapt }: Pick<TradingSettings, 'regimeAdapt'>) =>
  definePipeline({
    id: 'regimes',
    build({ from, to }) {
      const tell = marketRegime({ id: 'market-regime', adapt: regimeAdapt })
      const candle = from(topics.candles)
      tell({ candle, features: from(topics.features) }).pipe(to(topics.regimes))
    },
  })
