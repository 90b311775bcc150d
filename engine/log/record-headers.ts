import type { OffsetRanges, RecordHeaders, WriterCommit } from './log.ts'

/** Who wrote to one partition since the last commit. */
export class Writers {
  private readonly names = new Set<string>()
  /** Most records come from the writer of the one before. */
  private last: string | undefined

  add(writer: string | undefined): void {
    if (writer === undefined || writer === this.last) return
    this.last = writer
    this.names.add(writer)
  }

  /** The headers of what they wrote. */
  headers(run: string, commits: readonly WriterCommit[]): RecordHeaders {
    const reads: { [topicPartition: string]: readonly [number, number] } = {}
    for (const { writer, reads: own } of commits) {
      if (own !== undefined && this.names.has(writer)) widen(reads, own)
    }
    return { run, reads }
  }

  clear(): void {
    this.names.clear()
    this.last = undefined
  }
}

function widen(
  reads: { [topicPartition: string]: readonly [number, number] },
  more: OffsetRanges,
): void {
  for (const [name, [from, to]] of Object.entries(more)) {
    const known = reads[name]
    reads[name] =
      known === undefined ? [from, to] : [Math.min(known[0], from), Math.max(known[1], to)]
  }
}
