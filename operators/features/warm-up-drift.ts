import type { Candle } from '../../schemas/contracts.generated.ts'
import { createFeatureState, featureCount, indicators, updateFeatures } from './catalogue.ts'
import type { FeatureName } from './indicator.ts'

/** How much a feature still depends on where its history began. */
export interface WarmUpDrift {
  readonly name: FeatureName
  /** Candles until its first value, that candle included. */
  readonly warmUp: number
  /**
   * By history in `histories`: the largest distance from the value with all candles, at any of the last
   * `endings` of them, per cent of the largest absolute value there; null where it has no value yet.
   */
  readonly driftPct: readonly (number | null)[]
}

/** How many of the newest candles are each taken as the last one: a single one could be lucky. */
export const endings = 12

/**
 * What freqtrade's recursive analysis asks: what would each value be, had the history begun later? Sums since the
 * first candle never forget where they began; averages do, sooner or later. `candles` are of one symbol and timeframe,
 * oldest first, and more than the longest history by `endings` at least.
 */
export function warmUpDrift(
  candles: readonly Candle[],
  histories: readonly number[],
): readonly WarmUpDrift[] {
  const least = Math.max(...histories) + endings
  if (candles.length < least) {
    throw new RangeError(`${candles.length} candles are too few: ${least} are needed`)
  }
  const ends = Array.from({ length: endings }, (_, at) => candles.length - endings + 1 + at)
  const whole = valuesAt(candles, ends)
  const short = histories.map((history) =>
    ends.map((end) => valuesAt(candles.slice(end - history, end), [history])[0]),
  )
  const drifts: WarmUpDrift[] = []
  for (const { names, warmUp } of indicators) {
    for (const name of names) {
      const place = drifts.length
      const scale = Math.max(...whole.map((values) => Math.abs(values[place] ?? 0)))
      const driftPct = short.map((some) => drift(place, scale, whole, some))
      drifts.push({ name, warmUp, driftPct })
    }
  }
  return drifts
}

function drift(
  place: number,
  scale: number,
  whole: readonly Float64Array[],
  short: readonly (Float64Array | undefined)[],
): number | null {
  let most = 0
  for (let at = 0; at < whole.length; at += 1) {
    const off = Math.abs((short[at]?.[place] ?? Number.NaN) - (whole[at]?.[place] ?? Number.NaN))
    if (Number.isNaN(off)) return null
    most = Math.max(most, off)
  }
  return most === 0 ? 0 : (100 * most) / scale
}

/** What all features are behind so many candles. */
function valuesAt(candles: readonly Candle[], ends: readonly number[]): Float64Array[] {
  const state = createFeatureState()
  const out = new Float64Array(featureCount)
  const found: Float64Array[] = []
  candles.forEach((candle, index) => {
    updateFeatures(state, candle, out)
    if (ends.includes(index + 1)) found.push(out.slice())
  })
  return found
}
