import { type Bar, bar } from './chart.ts'

/** The price that every walk starts from; its ATR is about 1. */
export const startPrice = 1_000

const stepsPerCandle = 8
/** Half the width of a step: eight of them give a candle of about 1 from low to high. */
const stepReach = 0.46

export type Random = () => number

/**
 * Candles of a market in which nothing is to be seen: steps to both sides alike. Calm and lively hours follow each
 * other, one candle in fifty is a burst, and volume goes with range, so that they look like 15m candles of a real one.
 */
export function walk(count: number, random: Random): Bar[] {
  const bars: Bar[] = []
  let price = startPrice
  let liveliness = 1
  for (let index = 0; index < count; index += 1) {
    liveliness = 0.9 * liveliness + 0.1 * (0.3 + 1.4 * random())
    const burst = random() < 0.02 ? 2.5 : 1
    const open = price
    let high = open
    let low = open
    for (let step = 0; step < stepsPerCandle; step += 1) {
      price += liveliness * burst * stepReach * (2 * random() - 1)
      high = Math.max(high, price)
      low = Math.min(low, price)
    }
    bars.push(bar(open, high, low, price, volumeOf(high - low, random)))
  }
  return bars
}

/** About 100 where the range is an ATR. */
export function volumeOf(range: number, random: Random): number {
  return 100 * (0.4 + 0.6 * range) * (0.6 + 0.8 * random())
}
