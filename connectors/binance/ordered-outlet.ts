import type { Tick } from '../../schemas/contracts.generated.ts'
import type { SourceRecord } from '../files/source-record.ts'

/** Trades of one symbol that are missing between two that came. */
export interface TradeHole {
  readonly symbol: string
  readonly fromId: number
  readonly toId: number
  /** Times of the trades before and behind it. */
  readonly fromMs: number
  readonly toMs: number
}

/** How far a symbol has been given out. */
export interface TradePosition {
  readonly tradeId: number
  readonly tradeMs: number
}

interface OpenHole extends TradeHole {
  readonly sinceMs: number
  asked: boolean
  /** Nothing more is expected of it. */
  closed: boolean
  readonly fills: Map<number, SourceRecord>
}

export interface OutletOptions {
  /** How long everything behind a hole is held for it (`gap.hold`). */
  readonly holdMs: number
  /** Trades that only overtook each other come within so long: before, nobody is asked. */
  readonly settleMs: number
}

/** An id so far ahead of the newest is not believed at once, nor an old one under a time so far behind it. */
const idsAheadMax = 5_000_000
const msBehindMax = 10_000
/** So many of them in a row are the ids that there are now. */
const strangeMax = 20

/**
 * Gives out what streams and REST deliver in the order in which it came, each trade once and each symbol's trades by their ids. A break in the ids
 * holds everything behind it until the missing trades were filled in, or for `holdMs` at most. Times are of the caller's clock.
 */
export class OrderedOutlet {
  duplicates = 0
  holes = 0
  /** Holes that were filled in time. */
  filled = 0
  /** Holes whose trades did not come in time, or that the exchange does not have. */
  late = 0
  /** Trades whose ids fit nowhere; dropped until enough of them agree that the exchange counts anew. */
  strange = 0
  private readonly options: OutletOptions
  private queue: (SourceRecord | OpenHole)[] = []
  private readonly open = new Map<string, OpenHole[]>()
  /** The newest trade of each symbol that came. */
  private readonly newest = new Map<string, TradePosition>()
  private readonly given = new Map<string, TradePosition>()
  private readonly strangeInARow = new Map<string, number>()

  constructor(options: OutletOptions) {
    this.options = options
  }

  /** Where a symbol goes on: trades up to it were given out before. */
  resume(symbol: string, position: TradePosition): void {
    this.newest.set(symbol, position)
    this.given.set(symbol, position)
  }

  forget(symbol: string): void {
    this.newest.delete(symbol)
    this.given.delete(symbol)
    for (const hole of this.open.get(symbol) ?? []) hole.closed = true
    this.open.delete(symbol)
  }

  /** The last trade that was given out. */
  position(symbol: string): TradePosition | undefined {
    return this.given.get(symbol)
  }

  /** The newest trade that came; what is behind it is wanted. */
  reached(symbol: string): TradePosition | undefined {
    return this.newest.get(symbol)
  }

  /** Whether a hole holds anything back. */
  get held(): boolean {
    return this.queue.length > 0
  }

  /** What has no place in a sequence. */
  offer(record: SourceRecord): void {
    this.queue.push(record)
  }

  offerTrade(record: SourceRecord, nowMs: number): void {
    const { trade_id: id } = record.value as Tick
    const { key: symbol, eventMs } = record
    if (this.isStrange(symbol, id, eventMs)) return
    const newest = this.newest.get(symbol)
    if (newest !== undefined && id <= newest.tradeId) {
      this.takeEarlier(symbol, id, record)
      return
    }
    if (newest !== undefined && id > newest.tradeId + 1) {
      const hole: OpenHole = {
        symbol,
        fromId: newest.tradeId + 1,
        toId: id - 1,
        fromMs: newest.tradeMs,
        toMs: eventMs,
        sinceMs: nowMs,
        asked: false,
        closed: false,
        fills: new Map(),
      }
      this.holes++
      this.queue.push(hole)
      const known = this.open.get(symbol)
      if (known === undefined) this.open.set(symbol, [hole])
      else known.push(hole)
    }
    this.newest.set(symbol, { tradeId: id, tradeMs: eventMs })
    this.queue.push(record)
  }

  /** Holes that did not close by themselves; each is named once. */
  toAsk(nowMs: number): readonly TradeHole[] {
    const asked: TradeHole[] = []
    for (const holes of this.open.values()) {
      for (const hole of holes) {
        if (hole.asked || nowMs - hole.sinceMs < this.options.settleMs) continue
        hole.asked = true
        asked.push(hole)
      }
    }
    return asked
  }

  /** The exchange has told all that it has of a hole. */
  answered(hole: TradeHole): void {
    const open = this.open.get(hole.symbol)?.find(({ fromId }) => fromId === hole.fromId)
    if (open !== undefined) open.closed = true
  }

  /** What may go out now, and the holes that were given up, whose minutes klines must repair. */
  take(nowMs: number): {
    readonly records: readonly SourceRecord[]
    readonly late: readonly TradeHole[]
  } {
    const records: SourceRecord[] = []
    const late: TradeHole[] = []
    let at = 0
    for (; at < this.queue.length; at++) {
      const entry = this.queue[at] as SourceRecord | OpenHole
      if ('topic' in entry) {
        records.push(entry)
        this.give(entry)
        continue
      }
      const whole = entry.fills.size === entry.toId - entry.fromId + 1
      if (!whole && !entry.closed && nowMs - entry.sinceMs < this.options.holdMs) break
      for (const fill of [...entry.fills.values()].sort(byTradeId)) {
        records.push(fill)
        this.give(fill)
      }
      if (whole) this.filled++
      else {
        this.late++
        late.push(entry)
      }
      this.drop(entry)
    }
    this.queue = at === this.queue.length ? [] : this.queue.slice(at)
    return { records, late }
  }

  /** Whether it is to be dropped; enough of them in a row begin the symbol anew. */
  private isStrange(symbol: string, id: number, eventMs: number): boolean {
    const newest = this.newest.get(symbol)
    if (newest === undefined) return false
    const { tradeId, tradeMs } = newest
    const fits = id > tradeId ? id - tradeId <= idsAheadMax : eventMs - tradeMs <= msBehindMax
    if (fits) {
      if (this.strangeInARow.size > 0) this.strangeInARow.delete(symbol)
      return false
    }
    const inARow = (this.strangeInARow.get(symbol) ?? 0) + 1
    this.strange++
    this.strangeInARow.set(symbol, inARow)
    if (inARow < strangeMax) return true
    this.strangeInARow.delete(symbol)
    this.forget(symbol)
    return false
  }

  /** One with an id that others have passed: it fills a hole, or was there before. */
  private takeEarlier(symbol: string, id: number, record: SourceRecord): void {
    const hole = this.open.get(symbol)?.find(({ fromId, toId }) => fromId <= id && id <= toId)
    if (hole === undefined || hole.fills.has(id)) this.duplicates++
    else hole.fills.set(id, record)
  }

  private give({ topic, key, value, eventMs }: SourceRecord): void {
    if (topic !== 'ticks') return
    this.given.set(key, { tradeId: (value as Tick).trade_id, tradeMs: eventMs })
  }

  private drop(hole: OpenHole): void {
    const left = (this.open.get(hole.symbol) ?? []).filter((other) => other !== hole)
    if (left.length === 0) this.open.delete(hole.symbol)
    else this.open.set(hole.symbol, left)
  }
}

function byTradeId(a: SourceRecord, b: SourceRecord): number {
  return (a.value as Tick).trade_id - (b.value as Tick).trade_id
}
