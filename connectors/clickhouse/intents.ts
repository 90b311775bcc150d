/** What is about to be inserted from one partition of a topic. */
export interface Intent {
  /** Offsets: where the batch was asked for, and where the next one begins. */
  readonly from: number
  readonly end: number
  /** Of the first record that gives rows; with the salt it makes the token under which ClickHouse takes the batch once. */
  readonly firstRow: number
  readonly salt: number
}

/** How far a partition of a topic is written. */
export interface WrittenPlace {
  readonly topic: string
  readonly partition: number
  readonly next: number
}

/**
 * Where a sink that may be replaced by another process says what it is about to insert. Who was replaced
 * cannot announce any more and so begins no insert; who replaces it does again what was announced last, under
 * the same token, so that it is written once, whether the insert was never made, is under way or was made.
 */
export interface Intents {
  /** What was announced last of a partition, by topic/partition, by this sink or the one before. */
  last(place: string): Intent | undefined
  /**
   * Resolves when it is durable. Throws TaskFencedError where another has taken over, UncertainCommitError
   * where nobody knows: either way nothing may be inserted.
   */
  announce(intents: ReadonlyMap<string, Intent>, written: readonly WrittenPlace[]): Promise<void>
}
