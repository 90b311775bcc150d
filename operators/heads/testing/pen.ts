import { type Bar, bar } from './chart.ts'
import { type Random, volumeOf } from './random-walk.ts'

/** Draws on from the last close of a chart, in units of its ATR, with the noise of a market. */
export interface Pen {
  readonly random: Random
  /** The last close. */
  price(): number
  /** Closes near a straight line, the last of them at the target; volume is a multiple of the usual one. */
  leg(target: number, count: number, volume?: number): void
  /** One candle, from the last close; `up` and `down` are its shadows. */
  candle(move: number, up: number, down: number, volume?: number): void
  /** Any number between the two. */
  between(least: number, most: number): number
}

/** How far a close may lie off its line, and a shadow reach. */
const noise = 0.22
const shadow = 0.3

/** The candles are added to `bars`. */
export function penOn(bars: Bar[], random: Random): Pen {
  const price = () => bars.at(-1)?.close ?? 0
  const between = (least: number, most: number) => least + (most - least) * random()
  const add = (close: number, up: number, down: number, volume: number) => {
    const open = price()
    const high = Math.max(open, close) + up
    const low = Math.min(open, close) - down
    bars.push(bar(open, high, low, close, volume * volumeOf(high - low, random)))
  }
  return {
    random,
    price,
    between,
    candle: (move, up, down, volume = 1) => add(price() + move, up, down, volume),
    leg(target, count, volume = 1) {
      const from = price()
      for (let step = 1; step <= count; step += 1) {
        const off = step === count ? 0 : noise * (2 * random() - 1)
        const last = step === count ? 0.3 : 1
        const close = from + ((target - from) * step) / count + off
        add(close, last * shadow * random(), last * shadow * random(), volume)
      }
    },
  }
}
