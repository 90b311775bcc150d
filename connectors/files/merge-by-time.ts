import type { MarketFile } from './market-file.ts'
import { isBadRow, type SourceItem, type SourceTopic } from './source-record.ts'

export interface MergedChunk {
  readonly items: readonly SourceItem[]
  /** Per item, the index of its file. */
  readonly files: readonly number[]
  /** Per file, the position after this chunk's last item. */
  readonly positions: readonly number[]
}

const chunkRecords = 4_096

const topicRanks: { readonly [topic in SourceTopic]: number } = { ticks: 0, klines: 1, context: 2 }

/**
 * All files as one stream, by event time; ties by topic (ticks, klines, context), then symbol,
 * then file. The order within a file is never changed: a row that is out of order there was late
 * in life, so a file counts with the greatest event time it has shown so far. The same positions
 * give the same continuation.
 */
export async function* mergeByTime(
  files: readonly MarketFile[],
  positions: readonly number[],
): AsyncGenerator<MergedChunk> {
  const after = files.map((_, index) => positions[index] ?? 0)
  const heap = new CursorHeap()
  const cursors = files.map((file, index) => new Cursor(file, index, after[index] ?? 0))
  try {
    for (const cursor of cursors) {
      if (await cursor.start()) heap.push(cursor)
    }
    let items: SourceItem[] = []
    let from: number[] = []
    for (let least = heap.top(); least !== undefined; least = heap.top()) {
      items.push(least.item)
      from.push(least.index)
      after[least.index] = (after[least.index] ?? 0) + 1
      if (least.nextInChunk() || (await least.nextChunk())) heap.settle()
      else heap.pop()
      if (items.length === chunkRecords) {
        yield { items, files: from, positions: [...after] }
        items = []
        from = []
      }
    }
    if (items.length > 0) yield { items, files: from, positions: [...after] }
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()))
  }
}

/** Where the merge stands in one file. */
class Cursor {
  readonly index: number
  readonly #file: MarketFile
  readonly #from: number
  readonly #chunks: AsyncGenerator<readonly SourceItem[]>
  #chunk: readonly SourceItem[] = []
  #at = 0
  #reachedMs = 0
  #rank = 0
  #key = ''

  constructor(file: MarketFile, index: number, from: number) {
    this.index = index
    this.#file = file
    this.#from = from
    this.#chunks = file.read(from)
  }

  async start(): Promise<boolean> {
    this.#reachedMs = await this.#file.reachedMs(this.#from)
    return this.nextChunk()
  }

  get item(): SourceItem {
    return this.#chunk[this.#at] as SourceItem // the merge stops asking at the end
  }

  nextInChunk(): boolean {
    this.#at++
    if (this.#at >= this.#chunk.length) return false
    this.#measure()
    return true
  }

  async nextChunk(): Promise<boolean> {
    const next = await this.#chunks.next()
    if (next.done === true) return false
    this.#chunk = next.value
    this.#at = 0
    this.#measure()
    return true
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined)
  }

  /** A row that cannot be read has no time of its own: it follows the row before it at once. */
  #measure(): void {
    const item = this.item
    if (isBadRow(item)) {
      this.#rank = -1
      this.#key = ''
      return
    }
    if (item.eventMs > this.#reachedMs) this.#reachedMs = item.eventMs
    this.#rank = topicRanks[item.topic]
    this.#key = item.key
  }

  before(other: Cursor): boolean {
    if (this.#reachedMs !== other.#reachedMs) return this.#reachedMs < other.#reachedMs
    if (this.#rank !== other.#rank) return this.#rank < other.#rank
    if (this.#key !== other.#key) return this.#key < other.#key
    return this.index < other.index
  }
}

/** A binary heap of cursors, the least one on top. */
class CursorHeap {
  readonly #cursors: Cursor[] = []

  top(): Cursor | undefined {
    return this.#cursors[0]
  }

  push(cursor: Cursor): void {
    this.#cursors.push(cursor)
    let at = this.#cursors.length - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#swapIfBefore(at, parent)) return
      at = parent
    }
  }

  pop(): void {
    const last = this.#cursors.pop()
    if (this.#cursors.length === 0 || last === undefined) return
    this.#cursors[0] = last
    this.settle()
  }

  /** Puts the top where it belongs, after it has moved on in its file. */
  settle(): void {
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const right = left + 1
      const rightLess = this.#before(right, left)
      const child = rightLess ? right : left
      if (!this.#swapIfBefore(child, at)) return
      at = child
    }
  }

  #before(one: number, other: number): boolean {
    const first = this.#cursors[one]
    const second = this.#cursors[other]
    return first !== undefined && second !== undefined && first.before(second)
  }

  #swapIfBefore(one: number, other: number): boolean {
    if (!this.#before(one, other)) return false
    const moved = this.#cursors[one] as Cursor // #before has seen both
    this.#cursors[one] = this.#cursors[other] as Cursor
    this.#cursors[other] = moved
    return true
  }
}
