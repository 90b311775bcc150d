/** What the sink works with where nothing else is asked for. */
export const sinkDefaults = {
  rowsMax: 20_000,
  /** Of the records as stored. */
  bytesMax: 8_000_000,
  pollMs: 200,
  lingerMs: 1_000,
  backOffMaxMs: 30_000,
}
