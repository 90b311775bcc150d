import type { Bookmarks, SourceItem } from '../../engine/core/source.ts'
import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import type { SourceRecord } from '../files/source-record.ts'
import type { SymbolPosition } from './catch-up.ts'
import { type Repair, Repairs } from './repairs.ts'
import type { SavedSubscription, Subscription } from './subscription.ts'

/** Bookmarks that are of no symbol; a symbol has capitals. */
const subscriptionMark = 'subscription'
const repairsMark = 'repairs'

/** How far a collector has come, as bookmarks beside what it gives. */
export class ProgressMarks {
  readonly repairs: Repairs
  readonly savedSubscription: SavedSubscription | undefined
  private readonly positions = new Map<string, SymbolPosition>()
  private savedRepairs: string

  constructor(bookmarks: Bookmarks) {
    this.savedSubscription = bookmarks[subscriptionMark] as SavedSubscription | undefined
    this.repairs = new Repairs((bookmarks[repairsMark] as readonly Repair[] | undefined) ?? [])
    this.savedRepairs = JSON.stringify(this.repairs.list)
    for (const [name, value] of Object.entries(bookmarks))
      if (name !== subscriptionMark && name !== repairsMark)
        this.positions.set(name, value as SymbolPosition)
  }

  position(symbol: string): SymbolPosition | undefined {
    return this.positions.get(symbol)
  }

  forget(symbol: string): SourceItem {
    this.positions.delete(symbol)
    this.repairs.forget(symbol)
    return { kind: 'bookmark', name: symbol, value: null }
  }

  ofSubscription(subscription: Subscription): SourceItem {
    return { kind: 'bookmark', name: subscriptionMark, value: subscription.saved }
  }

  /** To stand behind these records: how far they bring their symbols, where these are followed. */
  behind(records: readonly SourceRecord[], symbols: readonly string[]): readonly SourceItem[] {
    const touched = new Set<string>()
    for (const { topic, key, value, eventMs } of records) {
      const known = this.positions.get(key)
      if (topic === 'ticks') {
        const tradeId = (value as Tick).trade_id
        this.positions.set(key, { ...known, tradeId, tradeMs: eventMs })
      } else if (topic === 'klines' && (value as Kline).origin === 'BACKFILL') {
        const minuteMs = (value as Kline).open_time
        if (minuteMs <= (known?.minuteMs ?? Number.NEGATIVE_INFINITY)) continue
        this.positions.set(key, { ...known, minuteMs })
      } else continue
      touched.add(key)
    }
    const marks: SourceItem[] = [...touched]
      .filter((symbol) => symbols.includes(symbol))
      .map((name) => ({ kind: 'bookmark', name, value: this.positions.get(name) }))
    const repairs = JSON.stringify(this.repairs.list)
    if (repairs !== this.savedRepairs) {
      this.savedRepairs = repairs
      marks.push({ kind: 'bookmark', name: repairsMark, value: this.repairs.list })
    }
    return marks
  }
}
