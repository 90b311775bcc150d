import type { SourceRecord } from '../files/source-record.ts'
import { minutesOf, tickRecordOf } from './catch-up.ts'
import type { CollectorCounts } from './collector-counts.ts'
import type { ExchangeClock } from './exchange-clock.ts'
import { type MarketData, TooFarBackError } from './market-data.ts'
import { mergeRecords } from './merge-records.ts'
import type { OrderedOutlet, TradeHole } from './ordered-outlet.ts'
import type { Repairs } from './repairs.ts'
import type { WallClock } from './wall-clock.ts'

export interface RestErrandsOptions {
  readonly market: MarketData
  readonly time: ExchangeClock
  readonly clock: WallClock
  readonly outlet: OrderedOutlet
  readonly counts: CollectorCounts
  readonly onNote: (text: string) => void
  /** Something has come. */
  readonly onNews: () => void
}

/** With the streams down, REST is asked this often; with many symbols less, or they would use up what the exchange allows. */
const pollEveryMs = 1_000
const symbolsPerPoll = 2
const measureEveryMs = 60_000
/** REST that answered so long ago still tells what there is. */
const sightMs = 5_000

/** What is fetched beside the streams, none of which waits for it: each errand goes by itself, and what fails is told and tried again. */
export class RestErrands {
  private readonly options: RestErrandsOptions
  private polling = false
  private repairing = false
  private polledMs = Number.NEGATIVE_INFINITY
  private answeredMs = Number.NEGATIVE_INFINITY
  private measuredMs: number
  private pollMs = pollEveryMs
  private stopped = false

  constructor(options: RestErrandsOptions) {
    this.options = options
    this.measuredMs = options.clock.nowMs()
  }

  stop(): void {
    this.stopped = true
  }

  /** Whether REST has told lately all that there is. */
  sees(nowMs: number): boolean {
    return nowMs - this.answeredMs < this.pollMs + sightMs
  }

  /** In place of the streams: what came since, of all symbols, in the order of time. */
  poll(histories: () => readonly AsyncIterable<readonly SourceRecord[]>[], nowMs: number): void {
    if (this.polling || nowMs - this.polledMs < this.pollMs) return
    this.polling = true
    this.polledMs = nowMs
    this.begin('REST instead of the streams', async () => {
      try {
        const asked = histories()
        this.pollMs = pollEveryMs * Math.max(1, asked.length / symbolsPerPoll)
        for await (const records of mergeRecords(asked)) {
          if (this.stopped) return
          for (const record of records) this.offer(record)
          this.options.onNews()
        }
        this.answeredMs = this.options.clock.nowMs()
      } finally {
        this.polling = false
      }
    })
  }

  fill(hole: TradeHole): void {
    const { market, counts, clock, outlet, onNews } = this.options
    const { symbol, fromId, toId } = hole
    this.begin(`trades ${fromId} to ${toId} of ${symbol}`, async () => {
      try {
        for await (const ticks of market.tradesAfter(symbol, fromId - 1, toId)) {
          counts.fetchedTrades += ticks.length
          const nowMs = clock.nowMs()
          for (const tick of ticks) outlet.offerTrade(tickRecordOf(tick), nowMs)
        }
      } catch (error) {
        if (!(error instanceof TooFarBackError)) throw error
      }
      outlet.answered(hole)
      onNews()
    })
  }

  /** The klines of one repair whose time has come. */
  repair(repairs: Repairs): void {
    const { market, time, counts, outlet, onNews } = this.options
    const due = this.repairing ? undefined : repairs.next(time.nowMs())
    if (due === undefined) return
    this.repairing = true
    const { symbol, fromMs, toMs } = due
    this.begin(`klines of ${symbol}`, async () => {
      try {
        for await (const records of minutesOf(market, symbol, fromMs, toMs)) {
          counts.fetchedKlines += records.length
          for (const record of records) outlet.offer(record)
        }
        repairs.done(due)
        onNews()
      } finally {
        this.repairing = false
      }
    })
  }

  /** A silent stream is dead only where the exchange has newer trades. */
  examine(symbol: string, onDead: () => void): void {
    const { market, outlet } = this.options
    this.begin(`whether the trades of ${symbol} still come`, async () => {
      const newest = await market.newestTrade(symbol)
      const reached = outlet.reached(symbol)
      const missed =
        newest !== undefined && (reached === undefined || newest.trade_id > reached.tradeId)
      if (missed) onDead()
    })
  }

  measure(nowMs: number): void {
    if (nowMs - this.measuredMs < measureEveryMs) return
    this.measuredMs = nowMs
    const { time, market } = this.options
    this.begin('the time', () => time.measure(() => market.timeMs()))
  }

  begin(what: string, errand: () => Promise<void>): void {
    void errand().catch((error: unknown) => {
      if (this.stopped) return
      this.options.counts.restFailures++
      this.options.onNote(`${what}: ${(error as Error).message}`)
    })
  }

  private offer(record: SourceRecord): void {
    const { counts, outlet, clock } = this.options
    if (record.topic === 'ticks') {
      counts.fetchedTrades++
      outlet.offerTrade(record, clock.nowMs())
      return
    }
    if (record.topic === 'klines') counts.fetchedKlines++
    // The trades behind klines have other ids than those before.
    outlet.forget(record.key)
    outlet.offer(record)
  }
}
