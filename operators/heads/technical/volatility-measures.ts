import type { FeatureName } from '../../features/indicator.ts'
import { type Measure, overLine } from './measure.ts'

/** Where the close stands in a channel: 1 at the upper edge, −1 at the lower. */
function inChannel(name: string, lower: FeatureName, upper: FeatureName, full: number): Measure {
  return {
    name,
    needs: [lower, upper],
    score: (features, { close }) => {
      const width = features[upper] - features[lower]
      const middle = (features[upper] + features[lower]) / 2
      return width === 0 ? 0 : (2 * (close - middle)) / (width * full)
    },
  }
}

/** Where price stands in what it usually moves, and where stops that move with it lie. */
export const volatilityMeasures: readonly Measure[] = [
  inChannel('Bollinger bands', 'bollinger_lower', 'bollinger_upper', 1.4),
  inChannel('Keltner channel', 'keltner_lower', 'keltner_upper', 1.4),
  inChannel('Donchian channel', 'donchian_lower', 'donchian_upper', 1.4),
  {
    name: 'chandelier exits',
    needs: ['chandelier_long', 'chandelier_short'],
    // Above the exit of shorts and below that of longs; between both they cancel out.
    score: ({ chandelier_long, chandelier_short }, { close, atr }) =>
      (close - chandelier_short + (close - chandelier_long)) / (6 * atr),
  },
  overLine('SuperTrend line', 'supertrend', 5),
  {
    name: 'Bollinger bands outside the Keltner channel',
    needs: [
      'bollinger_upper',
      'bollinger_middle',
      'bollinger_lower',
      'keltner_upper',
      'keltner_lower',
    ],
    // A squeeze has no side; what follows it goes the way that the close leans to.
    score: (
      { bollinger_upper, bollinger_middle, bollinger_lower, keltner_upper, keltner_lower },
      { close, atr },
    ) => {
      const channel = keltner_upper - keltner_lower
      const width = channel === 0 ? 0 : (bollinger_upper - bollinger_lower) / channel
      return (Math.min(2, Math.max(0, width - 0.7)) * (close - bollinger_middle)) / (2 * atr)
    },
  },
  {
    name: 'Connors RSI at an extreme',
    needs: ['connors_rsi'],
    // A rubber band stretched too far: it speaks against the move, and only at its ends.
    score: ({ connors_rsi }) => {
      const off = connors_rsi - 50
      return (-Math.sign(off) * Math.max(0, Math.abs(off) - 35)) / 10
    },
  },
]
