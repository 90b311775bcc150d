const size = 4_096
const largest = 20

/**
 * Sizes of trades by table: a Pareto law with exponent two and mean near one, cut at twenty times
 * the mean, as sizes on markets are many small ones and few large ones.
 */
const paretoTable: Float64Array = (() => {
  const table = new Float64Array(size)
  for (let at = 0; at < size; at++) {
    table[at] = Math.min(largest, 0.5 / Math.sqrt((at + 0.5) / size))
  }
  return table
})()

/** The size that a random word stands for: its highest twelve bits pick it. */
export function paretoOf(word: number): number {
  return paretoTable[word >>> 20] as number
}
