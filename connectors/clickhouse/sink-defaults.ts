/** What the sink works with where nothing else is asked for. */
export const sinkDefaults = {
  rowsMax: 20_000,
  /** Of the records as stored. */
  bytesMax: 8_000_000,
  pollMs: 200,
  lingerMs: 1_000,
  backOffMaxMs: 30_000,
  /** After so long a pause between announcing and inserting another process may have taken over. */
  announcedMaxMs: 5_000,
}

/** Over Kafka a look is a request for each task. */
export const kafkaSinkDefaults = { ...sinkDefaults, pollMs: 500 }
