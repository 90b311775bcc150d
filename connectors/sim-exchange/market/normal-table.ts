import { exactLog } from '../../../engine/core/exact-math.ts'

const size = 4_096

/**
 * Normal numbers by table: one for each of 4,096 equal parts of probability, scaled to variance one.
 * A random word picks one, which costs nothing and is the same on every machine.
 */
export const normalTable: Float64Array = (() => {
  const table = new Float64Array(size)
  let squares = 0
  for (let at = 0; at < size; at++) {
    const number = normalQuantile((at + 0.5) / size)
    table[at] = number
    squares += number * number
  }
  const scale = Math.sqrt(squares / size)
  for (let at = 0; at < size; at++) table[at] = (table[at] as number) / scale
  return table
})()

/** The normal number that a random word stands for: its highest twelve bits pick it. */
export function normalOf(word: number): number {
  return normalTable[word >>> 20] as number
}

/** Quantile of the normal distribution: Abramowitz and Stegun 26.2.23, to 4.5e-4. */
export function normalQuantile(probability: number): number {
  const upper = probability > 0.5
  const tail = upper ? 1 - probability : probability
  const t = Math.sqrt(-2 * exactLog(tail))
  const above = 2.515517 + t * (0.802853 + t * 0.010328)
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  const number = t - above / below
  return upper ? number : -number
}
