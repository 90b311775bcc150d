export interface AbortedTransaction {
  readonly producerId: string
  readonly firstOffset: string
}

/**
 * Which producers' records are those of an aborted transaction, while a fetched partition is walked
 * through. The broker tells the transactions in the order in which they ended; here they are opened in
 * the order in which they began, all that are due, and closed by their own abort markers.
 */
export class AbortedTransactions {
  private readonly starts: readonly { readonly producerId: string; readonly first: bigint }[]
  private readonly open = new Set<string>()
  private next = 0

  constructor(transactions: readonly AbortedTransaction[]) {
    this.starts = transactions
      .map(({ producerId, firstOffset }) => ({ producerId, first: BigInt(firstOffset) }))
      .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
  }

  /** Whether transactional records of a producer at this offset were aborted; offsets only rise. */
  isAborted(producerId: string, offset: bigint): boolean {
    this.advance(offset)
    return this.open.has(producerId)
  }

  /** A control record was met. Its key: version (int16), type (int16; 0 = abort, 1 = commit). */
  meetMarker(producerId: string, offset: bigint, key: Buffer | null): void {
    this.advance(offset)
    if (key !== null && key.readInt16BE(2) === 0) this.open.delete(producerId)
  }

  private advance(offset: bigint): void {
    for (;;) {
      const start = this.starts[this.next]
      if (start === undefined || start.first > offset) return
      this.open.add(start.producerId)
      this.next++
    }
  }
}
