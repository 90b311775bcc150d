import { ConfigError } from '../../engine/core/errors.ts'
import type { Bookmarks, SourceItem } from '../../engine/core/source.ts'
import type { Tick } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import type { SourceRecord } from '../files/source-record.ts'
import { Beats } from './beats.ts'
import { catchUp } from './catch-up.ts'
import type { CollectorCounts } from './collector-counts.ts'
import type { CollectorOptions } from './collector-options.ts'
import type { ExchangeClock } from './exchange-clock.ts'
import { Intake } from './intake.ts'
import type { MarketData } from './market-data.ts'
import { mergeRecords } from './merge-records.ts'
import { OrderedOutlet } from './ordered-outlet.ts'
import { ProgressMarks } from './progress-marks.ts'
import { repairOf } from './repairs.ts'
import { RestErrands } from './rest-errands.ts'
import { RestError } from './rest-error.ts'
import { StreamFeed } from './stream-feed.ts'
import { streamsOf, tradeStream } from './stream-names.ts'
import { Subscription } from './subscription.ts'

export interface CollectorParts {
  readonly market: MarketData
  readonly time: ExchangeClock
  readonly counts: CollectorCounts
}

/** Trades that only overtook each other come within so long. */
const settleMs = 50
/** Without news, this often is looked after everything. */
const turnMs = 50
/** Streams that are silent for so long are stood in for by REST. */
const quietMs = 3_000
/** Whoever reads gets something this often, be it nothing: then he may let go. */
const idleMs = 1_000
const retryMs = 5_000
const firstMeasurements = 3
/** Chunks of a history that are ready before they are wanted. */
const backlogMax = 4

/**
 * One run of a collector: first what was missed, then the streams, with REST where they fail. Everything goes out in order, with bookmarks that
 * say how far each symbol has come.
 */
export class Collector {
  readonly subscription: Subscription
  readonly feed: StreamFeed
  readonly outlet: OrderedOutlet
  /** Symbols whose history is being fetched before their streams are followed, and how far that is. */
  readonly catching = new Map<string, { readonly fromMs: number; reachedMs: number }>()
  private readonly options: CollectorOptions
  private readonly parts: CollectorParts
  private readonly marks: ProgressMarks
  private readonly beats: Beats
  private readonly errands: RestErrands
  private readonly backlog: (readonly SourceItem[])[] = []
  private items: SourceItem[] = []
  private wake: () => void = () => undefined
  private anyNews = false
  private stopped = false

  constructor(options: CollectorOptions, parts: CollectorParts, bookmarks: Bookmarks) {
    this.options = options
    this.parts = parts
    const { clock, random, endpoints, limits, onNote, onFrame, aggregated, holdMs } = options
    const { market, time, counts } = parts
    this.marks = new ProgressMarks(bookmarks)
    this.subscription = new Subscription(options, this.marks.savedSubscription)
    this.beats = new Beats(options.graceMs)
    const outlet = new OrderedOutlet({ holdMs, settleMs })
    this.outlet = outlet
    const onNews = (): void => this.nudge()
    this.errands = new RestErrands({ market, time, clock, outlet, counts, onNote, onNews })
    const isFollowed = (symbol: string): boolean => this.subscription.symbols.includes(symbol)
    const intake = new Intake({
      exchange: market.exchange,
      aggregated,
      outlet,
      counts,
      isFollowed,
    })
    this.feed = new StreamFeed({
      url: endpoints.stream,
      clock,
      random,
      ...(limits === undefined ? {} : { limits }),
      onMessage: (_stream, data, text) => {
        const receiveMs = time.nowMs()
        onFrame?.(receiveMs, text)
        const reject = intake.take(data, text, receiveMs, clock.nowMs())
        if (reject !== undefined) this.items.push(reject)
        this.nudge()
      },
      onNote,
    })
  }

  /** Everything there is, until `stop`. */
  async *run(): AsyncGenerator<readonly SourceItem[]> {
    const { clock } = this.options
    try {
      await this.reach()
      yield [this.marks.ofSubscription(this.subscription)]
      yield* this.catchUpAll(this.subscription.symbols)
      this.follow(this.subscription.symbols)
      let yieldedMs = clock.nowMs()
      while (!this.stopped) {
        const items = this.turn()
        if (items.length > 0 || clock.nowMs() - yieldedMs >= idleMs) {
          yieldedMs = clock.nowMs()
          yield items
        }
        await this.news()
      }
    } finally {
      this.stop()
    }
  }

  stop(): void {
    this.stopped = true
    this.errands.stop()
    this.feed.close()
    this.nudge()
  }

  /** Follows one more symbol: its history first, then its streams. False where it is followed already. */
  async addSymbol(symbol: string): Promise<boolean> {
    await this.assertTraded([symbol])
    if (!this.subscription.addSymbol(symbol)) return false
    this.push(this.marks.ofSubscription(this.subscription))
    this.errands.begin(`the history of ${symbol}`, async () => {
      for await (const items of this.catchUpAll([symbol])) await this.enqueue(items)
      if (this.subscription.symbols.includes(symbol)) this.follow([symbol])
    })
    return true
  }

  removeSymbol(symbol: string): boolean {
    if (!this.subscription.removeSymbol(symbol)) return false
    this.feed.unsubscribe(streamsOf(symbol, this.subscription.intervals, this.options.aggregated))
    this.outlet.forget(symbol)
    this.push(this.marks.forget(symbol), this.marks.ofSubscription(this.subscription))
    return true
  }

  addInterval(interval: string): boolean {
    if (!this.subscription.addInterval(interval)) return false
    this.follow(this.followed())
    this.push(this.marks.ofSubscription(this.subscription))
    return true
  }

  removeInterval(interval: string): boolean {
    if (!this.subscription.removeInterval(interval)) return false
    const { symbols } = this.subscription
    this.feed.unsubscribe(symbols.map((symbol) => `${symbol.toLowerCase()}@kline_${interval}`))
    this.push(this.marks.ofSubscription(this.subscription))
    return true
  }

  /** Lets records enter beside what comes; resolves when there is room for more. */
  async enter(records: readonly SourceRecord[]): Promise<void> {
    await this.enqueue(records.map(toItem))
  }

  /** One look after everything; what may go out now. */
  private turn(): readonly SourceItem[] {
    this.anyNews = false
    const { feed, outlet, errands, marks } = this
    const { clock, staleMs } = this.options
    const nowMs = clock.nowMs()
    feed.tick()
    const heard = feed.state.heardWithin(quietMs, nowMs)
    if (!heard) errands.poll(() => this.followed().map((symbol) => this.missedOf(symbol)), nowMs)
    errands.measure(nowMs)
    for (const hole of outlet.toAsk(nowMs)) errands.fill(hole)
    for (const stream of feed.ages.silent(staleMs, nowMs)) this.examine(stream, nowMs)
    errands.repair(marks.repairs)
    const { records, late } = outlet.take(nowMs)
    for (const hole of late) marks.repairs.add(repairOf(hole))
    const items = [...(this.backlog.shift() ?? []), ...this.items, ...records.map(toItem)]
    this.items = []
    items.push(...marks.behind(records, this.subscription.symbols))
    // The clock waits for what is known to be missing, and while nobody knows what happens.
    if (!outlet.held && (heard || errands.sees(nowMs)))
      for (const clockMs of this.beats.due(this.parts.time.nowMs()))
        items.push({ kind: 'beat', clockMs })
    return items
  }

  /** Symbols that have their history. */
  private followed(): readonly string[] {
    return this.subscription.symbols.filter((symbol) => !this.catching.has(symbol))
  }

  private examine(stream: string, nowMs: number): void {
    const { aggregated, staleMs, onNote } = this.options
    const symbol = this.followed().find((one) => stream.startsWith(`${one.toLowerCase()}@`))
    if (symbol === undefined) return
    const trades = tradeStream(symbol, aggregated)
    const onDead = (): void => {
      this.parts.counts.deadStreams++
      onNote(`${stream} is silent though there are trades: its connection is replaced`)
      this.feed.state.replace()
    }
    if (stream === trades) this.errands.examine(symbol, onDead)
    else if ((this.feed.ages.ageMs(trades, nowMs) ?? staleMs) < staleMs) onDead()
  }

  /** Nothing begins before the exchange was reached once. */
  private async reach(): Promise<void> {
    const { time, market } = this.parts
    await this.untilAnswered(async () => {
      // The first request loads what it needs, which takes longer than it does.
      await this.assertTraded(this.subscription.symbols)
      for (let times = 0; times < firstMeasurements; times++)
        await time.measure(() => market.timeMs())
    })
  }

  private async assertTraded(symbols: readonly string[]): Promise<void> {
    const { market } = this.parts
    const traded = await market.symbols()
    const strange = symbols.filter((symbol) => !traded.has(symbol))
    if (strange.length > 0)
      throw new ConfigError(`${market.exchange} does not trade ${strange.join(', ')}`)
  }

  /** What was missed of these symbols, in the order of time; an exchange that fails meanwhile is asked again. */
  private async *catchUpAll(symbols: readonly string[]): AsyncGenerator<readonly SourceItem[]> {
    for (const symbol of symbols) this.catching.set(symbol, this.spanOf(symbol))
    const followed = (): readonly string[] =>
      symbols.filter((symbol) => this.subscription.symbols.includes(symbol))
    let missed = mergeRecords(followed().map((symbol) => this.missedOf(symbol)))
    for (;;) {
      let next: IteratorResult<readonly SourceRecord[]> | undefined
      await this.untilAnswered(async () => {
        if (next !== undefined) return
        try {
          next = await missed.next()
        } catch (error) {
          // What failed has ended: it is begun again from where the marks are.
          missed = mergeRecords(followed().map((symbol) => this.missedOf(symbol)))
          throw error
        }
      })
      if (next === undefined || next.done === true || this.stopped) break
      for (const record of next.value) this.passBy(record)
      const marks = this.marks.behind(next.value, this.subscription.symbols)
      yield [...next.value.map(toItem), ...marks]
    }
    await missed.return(undefined)
    for (const symbol of symbols) this.catching.delete(symbol)
  }

  private async untilAnswered(ask: () => Promise<void>): Promise<void> {
    const { clock, onNote } = this.options
    while (!this.stopped) {
      try {
        await ask()
        return
      } catch (error) {
        if (!(error instanceof RestError) || error.fault === 'region' || this.stopped) throw error
        this.parts.counts.restFailures++
        onNote(`${error.message}; trying again`)
        await clock.sleep(retryMs)
      }
    }
  }

  private missedOf(symbol: string): AsyncGenerator<readonly SourceRecord[]> {
    const { warmupMs, nearMs } = this.options
    const { market, time } = this.parts
    const position = this.marks.position(symbol)
    return catchUp({ market, symbol, position, warmupMs, nearMs, nowMs: () => time.nowMs() })
  }

  private spanOf(symbol: string): { fromMs: number; reachedMs: number } {
    const { minuteMs, tradeMs } = this.marks.position(symbol) ?? {}
    const known = Math.max(minuteMs ?? 0, tradeMs ?? 0)
    const fromMs = known > 0 ? known : this.parts.time.nowMs() - this.options.warmupMs
    return { fromMs, reachedMs: fromMs }
  }

  /** Fetched in order, it needs no outlet; but the outlet goes on behind it. */
  private passBy({ topic, key, eventMs, value }: SourceRecord): void {
    const { counts } = this.parts
    const span = this.catching.get(key)
    if (span !== undefined) span.reachedMs = eventMs
    if (topic === 'ticks') {
      counts.fetchedTrades++
      this.outlet.resume(key, { tradeId: (value as Tick).trade_id, tradeMs: eventMs })
      return
    }
    if (topic === 'klines') counts.fetchedKlines++
    // The trades behind klines have other ids than those before.
    this.outlet.forget(key)
  }

  private follow(symbols: readonly string[]): void {
    const { intervals } = this.subscription
    const { aggregated } = this.options
    this.feed.subscribe(symbols.flatMap((symbol) => streamsOf(symbol, intervals, aggregated)))
  }

  private push(...items: readonly SourceItem[]): void {
    this.items.push(...items)
    this.nudge()
  }

  private async enqueue(items: readonly SourceItem[]): Promise<void> {
    while (this.backlog.length >= backlogMax && !this.stopped)
      await this.options.clock.sleep(turnMs)
    this.backlog.push(items)
    this.nudge()
  }

  private nudge(): void {
    this.anyNews = true
    this.wake()
  }

  private async news(): Promise<void> {
    if (this.backlog.length > 0 || this.anyNews) return
    const given = new AbortController()
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve
    })
    await Promise.race([woken, this.options.clock.sleep(turnMs, given.signal)])
    given.abort()
  }
}

function toItem({ topic, key, eventMs, receiveMs, value }: SourceRecord): SourceItem {
  return { kind: 'record', stream: 0, topic: topics[topic], key, value, eventMs, receiveMs }
}
