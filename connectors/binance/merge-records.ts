import type { SourceRecord } from '../files/source-record.ts'

type Chunks = AsyncIterator<readonly SourceRecord[]>

interface Head {
  readonly chunks: Chunks
  records: readonly SourceRecord[]
  at: number
}

/** Several histories, each in the order of its time, as one. What they give is asked for one after the other: they share the limits of one exchange. */
export async function* mergeRecords(
  histories: readonly AsyncIterable<readonly SourceRecord[]>[],
): AsyncGenerator<readonly SourceRecord[]> {
  let heads: Head[] = histories.map((history) => ({
    chunks: history[Symbol.asyncIterator](),
    records: [],
    at: 0,
  }))
  try {
    while (heads.length > 0) {
      for (const head of heads) await refill(head)
      heads = heads.filter((head) => head.at < head.records.length)
      const chunk = takeRuns(heads)
      if (chunk.length > 0) yield chunk
    }
  } finally {
    for (const { chunks } of heads) await chunks.return?.()
  }
}

async function refill(head: Head): Promise<void> {
  while (head.at >= head.records.length) {
    const next = await head.chunks.next()
    if (next.done === true) return
    head.records = next.value
    head.at = 0
  }
}

/** Everything up to the end of the chunk that ends first. */
function takeRuns(heads: readonly Head[]): readonly SourceRecord[] {
  const taken: SourceRecord[] = []
  while (heads.length > 0) {
    let first = heads[0] as Head
    for (const head of heads) if (timeOf(head) < timeOf(first)) first = head
    taken.push(first.records[first.at] as SourceRecord)
    first.at++
    if (first.at >= first.records.length) break
  }
  return taken
}

function timeOf({ records, at }: Head): number {
  return (records[at] as SourceRecord).eventMs
}
