import type { Candle } from '../../schemas/contracts.generated.ts'
import {
  bodyDojiFactor,
  bodyLongFactor,
  bodyShortFactor,
  distancePeriod,
  equalFactor,
  farFactor,
  nearFactor,
  shadowLongFactor,
  shadowShortFactor,
  shadowVeryLongFactor,
  shadowVeryShortFactor,
  sizePeriod,
} from './candle-settings.ts'

/** `white`: closes at its open or above it. */
export type Color = 1 | -1
export const white: Color = 1
export const black: Color = -1

/** A candle measured, and the limits that its measures are held against; all in the unit of the price. */
export interface Bar {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly color: Color
  /** The higher and the lower end of the body. */
  readonly top: number
  readonly bottom: number
  readonly body: number
  readonly range: number
  readonly upperShadow: number
  readonly lowerShadow: number
  /** Limits; not a number where too few candles came before. */
  readonly bodyLong: number
  readonly bodyShort: number
  readonly bodyDoji: number
  readonly shadowLong: number
  readonly shadowVeryLong: number
  readonly shadowShort: number
  readonly shadowVeryShort: number
  readonly near: number
  readonly far: number
  readonly equal: number
}

/** The newest candles, the newest first: as many as the longest memory (the modified hikkake's) reaches back. */
export type Bars = readonly [Bar, Bar, Bar, Bar, Bar, Bar, Bar]

const barCount = 7

/**
 * Measures the newest candles; `candles` has the newest last. The averages, which all patterns share, leave out the
 * candle they judge. They are summed anew and not carried on, so that a window gives what the whole past gives.
 */
export function readBars(candles: readonly Candle[]): Bars {
  const bodies: number[] = []
  const ranges: number[] = []
  const shadows: number[] = []
  const oldest = Math.max(0, candles.length - barCount - sizePeriod)
  for (let index = candles.length - 1; index >= oldest; index -= 1) {
    const candle = candles[index]
    if (candle === undefined) break
    const top = Math.max(candle.open, candle.close)
    const bottom = Math.min(candle.open, candle.close)
    bodies.push(top - bottom)
    ranges.push(candle.high - candle.low)
    shadows.push(candle.high - top + (bottom - candle.low))
  }
  const barAt = (ago: number): Bar => {
    const candle = candles[candles.length - 1 - ago]
    if (candle === undefined) return blankBar
    const averageBody = averageBefore(bodies, ago, sizePeriod)
    const averageRange = averageBefore(ranges, ago, sizePeriod)
    const averageShadows = averageBefore(shadows, ago, sizePeriod)
    const averageDistance = averageBefore(ranges, ago, distancePeriod)
    return measure(candle, averageBody, averageRange, averageShadows, averageDistance)
  }
  return [barAt(0), barAt(1), barAt(2), barAt(3), barAt(4), barAt(5), barAt(6)]
}

/** The mean of `period` values older than the one `ago`; the newest are first. */
function averageBefore(values: readonly number[], ago: number, period: number): number {
  if (ago + period >= values.length) return Number.NaN
  let sum = 0
  for (let index = ago + period; index > ago; index -= 1) sum += values[index] ?? Number.NaN
  return sum / period
}

function measure(
  { open, high, low, close }: Candle,
  averageBody: number,
  averageRange: number,
  averageShadows: number,
  averageDistance: number,
): Bar {
  const color = close >= open ? white : black
  const top = color === white ? close : open
  const bottom = color === white ? open : close
  const body = top - bottom
  return {
    open,
    high,
    low,
    close,
    color,
    top,
    bottom,
    body,
    range: high - low,
    upperShadow: high - top,
    lowerShadow: bottom - low,
    bodyLong: bodyLongFactor * averageBody,
    bodyShort: bodyShortFactor * averageBody,
    bodyDoji: bodyDojiFactor * averageRange,
    shadowLong: shadowLongFactor * body,
    shadowVeryLong: shadowVeryLongFactor * body,
    shadowShort: (shadowShortFactor * averageShadows) / 2,
    shadowVeryShort: shadowVeryShortFactor * averageRange,
    near: nearFactor * averageDistance,
    far: farFactor * averageDistance,
    equal: equalFactor * averageDistance,
  }
}

/** Stands where no candle is: no comparison with it holds. */
const none = Number.NaN
const blankBar: Bar = {
  open: none,
  high: none,
  low: none,
  close: none,
  color: white,
  top: none,
  bottom: none,
  body: none,
  range: none,
  upperShadow: none,
  lowerShadow: none,
  bodyLong: none,
  bodyShort: none,
  bodyDoji: none,
  shadowLong: none,
  shadowVeryLong: none,
  shadowShort: none,
  shadowVeryShort: none,
  near: none,
  far: none,
  equal: none,
}
