import type { FeatureVector } from '../../schemas/contracts.generated.ts'

/** What is told of the market at the close of one candle. */
export interface MarketState {
  readonly features: FeatureVector
  readonly regime: string
  /** A candle without a trade, written for the sake of the grid. */
  readonly synthetic: boolean
  /** Where measures whose size is each market's own stand in their past, 0 to 1; null: not known yet. */
  readonly ranks: { readonly [measure in RankedMeasure]: number | null }
}

export type RankedMeasure = 'volatility' | 'band-width' | 'volume' | 'move'

/** One aspect of the market in bucket words. */
export interface Reading {
  readonly subject: string
  /** Null where a feature it needs is absent. */
  read(market: MarketState): string | null
}

/** The word of the first bucket whose limit is above a value, else the last word. */
function bucket(
  value: number | null,
  buckets: readonly (readonly [below: number, word: string])[],
  last: string,
): string | null {
  if (value === null) return null
  for (const [below, word] of buckets) if (value < below) return word
  return last
}

function trend({ features }: MarketState): string | null {
  const { adx_14: adx, plus_di_14: plus, minus_di_14: minus } = features
  if (adx === null || plus === null || minus === null) return null
  const strength = bucket(
    adx,
    [
      [15, 'no'],
      [25, 'weak'],
      [40, 'strong'],
    ],
    'very strong',
  )
  return strength === 'no' ? 'no trend' : `${strength} ${plus >= minus ? 'uptrend' : 'downtrend'}`
}

function averages({ features }: MarketState): string | null {
  const { ema_9: fast, ema_21: middle, ema_50: slow } = features
  if (fast === null || middle === null || slow === null) return null
  if (fast > middle && middle > slow) return 'averages stacked upward'
  return fast < middle && middle < slow ? 'averages stacked downward' : 'averages mixed'
}

function momentum({ features, ranks }: MarketState): string | null {
  const { roc_12: change, macd_histogram: histogram } = features
  if (change === null || histogram === null || ranks.move === null) return null
  const size = bucket(
    ranks.move,
    [
      [0.4, 'small'],
      [0.8, 'usual'],
    ],
    'large',
  )
  return `${size} ${change >= 0 ? 'rise' : 'fall'} ${histogram >= 0 ? 'gaining' : 'losing'} momentum`
}

/** Where a value stands between two levels: 0 at the lower, 1 at the upper. */
export function between(value: number, lower: number | null, upper: number | null): number | null {
  if (lower === null || upper === null || !(upper > lower)) return null
  return (value - lower) / (upper - lower)
}

/** Above or below a level. */
function side(features: FeatureVector, level: number | null, name: string): string | null {
  return level === null ? null : `${features.close >= level ? 'above' : 'below'} ${name}`
}

const fifths = [
  [0.2, 'very low'],
  [0.4, 'low'],
  [0.6, 'usual'],
  [0.8, 'high'],
] as const

/** A fifth of its own past in words. */
function ranked(rank: number | null, name: string): string | null {
  const fifth = bucket(rank, fifths, 'very high')
  return fifth === null ? null : `${fifth} ${name}`
}

/** In the order in which they are told. */
export const readings: readonly Reading[] = [
  { subject: 'regime', read: ({ regime }) => `${regime.toLowerCase().replace('_', ' ')} regime` },
  { subject: 'trend', read: trend },
  { subject: 'averages', read: averages },
  {
    subject: 'long average',
    read: ({ features }) => side(features, features.sma_200, 'long average'),
  },
  { subject: 'day price', read: ({ features }) => side(features, features.vwap, 'day price') },
  {
    subject: 'supertrend',
    read: ({ features: { supertrend_direction: direction } }) =>
      direction === null ? null : `supertrend ${direction > 0 ? 'up' : 'down'}`,
  },
  { subject: 'momentum', read: momentum },
  {
    subject: 'strength',
    read: ({ features }) =>
      bucket(
        features.rsi_14,
        [
          [20, 'deeply oversold'],
          [30, 'oversold'],
          [45, 'soft strength'],
          [55, 'neutral strength'],
          [70, 'firm strength'],
          [80, 'overbought'],
        ],
        'deeply overbought',
      ),
  },
  {
    subject: 'stochastic',
    read: ({ features }) =>
      bucket(
        features.stochastic_k,
        [
          [20, 'stochastic low'],
          [80, 'stochastic middle'],
        ],
        'stochastic high',
      ),
  },
  { subject: 'volatility', read: ({ ranks }) => ranked(ranks.volatility, 'volatility') },
  {
    subject: 'band width',
    read: ({ ranks }) =>
      bucket(
        ranks['band-width'],
        [
          [0.2, 'narrow bands'],
          [0.8, 'usual bands'],
        ],
        'wide bands',
      ),
  },
  {
    subject: 'band position',
    read: ({ features: { close, bollinger_lower: lower, bollinger_upper: upper } }) =>
      bucket(
        between(close, lower, upper),
        [
          [0, 'under lower band'],
          [0.2, 'near lower band'],
          [0.5, 'lower half of bands'],
          [0.8, 'upper half of bands'],
          [1, 'near upper band'],
        ],
        'over upper band',
      ),
  },
  {
    subject: 'range position',
    read: ({ features: { close, donchian_lower: lower, donchian_upper: upper } }) =>
      bucket(
        between(close, lower, upper),
        [
          [0.1, 'at range low'],
          [0.4, 'lower range'],
          [0.6, 'middle of range'],
          [0.9, 'upper range'],
        ],
        'at range high',
      ),
  },
  {
    subject: 'choppiness',
    read: ({ features }) =>
      bucket(
        features.choppiness_14,
        [
          [38.2, 'directional path'],
          [61.8, 'uneven path'],
        ],
        'choppy path',
      ),
  },
  { subject: 'volume', read: ({ ranks }) => ranked(ranks.volume, 'volume') },
  {
    subject: 'money flow',
    read: ({ features }) =>
      bucket(
        features.mfi_14,
        [
          [20, 'money leaving'],
          [40, 'money flow soft'],
          [60, 'money flow neutral'],
          [80, 'money flow firm'],
        ],
        'money entering',
      ),
  },
  {
    subject: 'takers',
    read: ({ features }) =>
      bucket(
        features.taker_buy_ratio_20,
        [
          [0.47, 'takers selling'],
          [0.53, 'takers balanced'],
        ],
        'takers buying',
      ),
  },
  { subject: 'trades', read: ({ synthetic }) => (synthetic ? null : 'traded hour') },
]
