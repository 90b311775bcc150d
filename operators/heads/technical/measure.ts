import type { FeatureName } from '../../features/indicator.ts'

export type Numbers = { readonly [name in FeatureName]: number }

/** Prices are compared in ATR, so that one scale fits every market. */
export interface Unit {
  readonly close: number
  readonly atr: number
}

/** What one indicator says of the direction. */
export interface Measure {
  /** As people call it. */
  readonly name: string
  /** The features without which it says nothing. */
  readonly needs: readonly FeatureName[]
  /**
   * 1 fully for LONG, −1 fully for SHORT, taken as that much beyond; upside down the opposite. Scaled so that an
   * ordinary trend of 15m gives about one half.
   */
  readonly score: (features: Numbers, unit: Unit) => number
}

/** The close over a line in price; so many ATR are full. */
export function overLine(name: string, feature: FeatureName, full: number): Measure {
  return {
    name,
    needs: [feature],
    score: (features, { close, atr }) => (close - features[feature]) / (full * atr),
  }
}

/** An oscillator around its middle. */
export function around(name: string, feature: FeatureName, middle: number, full: number): Measure {
  return { name, needs: [feature], score: (features) => (features[feature] - middle) / full }
}

/** A line less its signal, both in the indicator's own unit. */
export function overSignal(
  name: string,
  line: FeatureName,
  signal: FeatureName,
  full: number,
): Measure {
  return {
    name,
    needs: [line, signal],
    score: (features) => (features[line] - features[signal]) / full,
  }
}

/** A difference of prices. */
export function inAtr(name: string, feature: FeatureName, full: number): Measure {
  return { name, needs: [feature], score: (features, { atr }) => features[feature] / (full * atr) }
}

/** A change in per cent of the price, against the usual range of a candle in per cent. */
export function inRanges(name: string, feature: FeatureName, full: number): Measure {
  return {
    name,
    needs: [feature, 'natr_14'],
    score: (features) =>
      features.natr_14 === 0 ? 0 : features[feature] / (full * features.natr_14),
  }
}

/** The sign alone, of what has no scale that fits every market. */
export function signOf(name: string, feature: FeatureName, worth: number): Measure {
  return { name, needs: [feature], score: (features) => worth * Math.sign(features[feature]) }
}
