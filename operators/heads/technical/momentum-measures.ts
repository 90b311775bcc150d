import { around, inAtr, inRanges, type Measure, overSignal, signOf } from './measure.ts'

/** How fast price goes, and with which volume. */
export const momentumMeasures: readonly Measure[] = [
  around('RSI 14', 'rsi_14', 50, 28),
  around('stochastic %K', 'stochastic_k', 50, 60),
  overSignal('stochastic %K over %D', 'stochastic_k', 'stochastic_d', 25),
  around('Williams %R', 'williams_r_14', -50, 60),
  around('CCI 20', 'cci_20', 0, 180),
  inRanges('ROC 12', 'roc_12', 4),
  inAtr('momentum 10', 'mom_10', 4),
  inAtr('MACD histogram', 'macd_histogram', 0.35),
  inRanges('PPO', 'ppo', 1.5),
  overSignal('stochastic RSI %K over %D', 'stoch_rsi_k', 'stoch_rsi_d', 30),
  around('TSI', 'tsi', 0, 35),
  overSignal('TSI over its signal', 'tsi', 'tsi_signal', 10),
  around('ultimate oscillator', 'ultimate_oscillator', 50, 20),
  inAtr('awesome oscillator', 'awesome_oscillator', 2.5),
  around('CMO 14', 'cmo_14', 0, 60),
  overSignal('Fisher over its trigger', 'fisher_10', 'fisher_trigger_10', 0.8),
  around('Schaff trend cycle', 'schaff_trend_cycle', 50, 60),
  around('balance of power', 'bop_14', 0, 0.35),
  around('MFI 14', 'mfi_14', 50, 30),
  around('Chaikin money flow', 'cmf_20', 0, 0.25),
  around('taker buys', 'taker_buy_ratio_20', 0.5, 0.05),
  signOf('Chaikin oscillator', 'chaikin_oscillator', 0.4),
  signOf('force index', 'force_13', 0.4),
  {
    name: 'Klinger over its signal',
    needs: ['kvo', 'kvo_signal'],
    // In the market's own volume: only against each other do they have a scale.
    score: ({ kvo, kvo_signal }) => {
      const size = Math.abs(kvo) + Math.abs(kvo_signal)
      return size === 0 ? 0 : (kvo - kvo_signal) / size
    },
  },
]
