import { isBadRow, type SourceItem, type SourceRecord } from '../source-record.ts'

/** All items of a reading, in their order. */
export async function allOf<T>(chunks: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = []
  for await (const chunk of chunks) all.push(...chunk)
  return all
}

/** `line 3 price is negative: '-1'` for each row that cannot be read. */
export function faultsOf(items: readonly SourceItem[]): string[] {
  return items.filter(isBadRow).map((row) => `line ${row.line} ${row.reason}`)
}

export function recordsOf(items: readonly SourceItem[]): SourceRecord[] {
  return items.filter((item): item is SourceRecord => !isBadRow(item))
}
