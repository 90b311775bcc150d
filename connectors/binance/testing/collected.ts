import type { SourceItem } from '../../../engine/core/source.ts'
import type { Kline, Tick } from '../../../schemas/contracts.generated.ts'
import { type BinanceSource, binanceSource } from '../binance-source.ts'
import type { CollectorOptions } from '../collector-options.ts'
import { feedLimits } from '../feed-state.ts'
import { endpointsOf } from '../market-endpoints.ts'
import { wallClock } from '../wall-clock.ts'
import type { FakeBinance } from './fake-binance.ts'

const limitMs = 20_000

/** What a source gave, and waiting for it. */
export class Collected {
  readonly source: BinanceSource
  readonly items: SourceItem[] = []
  readonly notes: string[] = []
  readonly frames: string[] = []
  readonly bookmarks: { [name: string]: unknown }
  private readonly ended: Promise<void>

  constructor(
    fake: FakeBinance,
    options: Partial<CollectorOptions> = {},
    bookmarks: { readonly [name: string]: unknown } = {},
  ) {
    this.bookmarks = { ...bookmarks }
    this.source = binanceSource({
      endpoints: endpointsOf('spot', fake.urls),
      symbols: ['BTCUSDT'],
      intervals: ['1m'],
      aggregated: false,
      warmupMs: 0,
      nearMs: 3_600_000,
      holdMs: 2_000,
      graceMs: 2_000,
      staleMs: 60_000,
      speed: 1,
      clock: wallClock,
      random: () => 0.5,
      limits: { ...feedLimits, backOffFirstMs: 100 },
      onNote: (text) => this.notes.push(text),
      onFrame: (_receiveMs, text) => this.frames.push(text),
      ...options,
    })
    this.ended = this.collect()
    // Who waits for it hears of it.
    this.ended.catch(() => undefined)
  }

  /** Trade ids, in the order in which they came. */
  ids(symbol = 'BTCUSDT'): readonly number[] {
    return this.values<Tick>('ticks', symbol).map(({ trade_id: id }) => id)
  }

  klines(symbol = 'BTCUSDT'): readonly Kline[] {
    return this.values<Kline>('klines', symbol)
  }

  beats(): readonly number[] {
    return this.items.flatMap((item) => (item.kind === 'beat' ? [item.clockMs] : []))
  }

  async until(what: string, fulfilled: () => boolean): Promise<void> {
    const startedMs = performance.now()
    let failure: unknown
    this.ended.catch((error: unknown) => {
      failure = error
    })
    while (!fulfilled()) {
      if (failure !== undefined) throw failure
      if (performance.now() - startedMs > limitMs)
        throw new Error(`no ${what} within ${limitMs} ms; notes: ${this.notes.join(' | ')}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  /** Until the streams are heard. */
  async live(fake: FakeBinance): Promise<void> {
    const before = fake.connections.length
    await this.until('connection', () => fake.connections.length > Math.max(0, before - 1))
  }

  /** Ends with the error that the source ended with, if any. */
  async stop(): Promise<void> {
    this.source.current?.stop()
    await this.ended
  }

  /** What it failed of. */
  async failure(): Promise<unknown> {
    return this.ended.then(
      () => undefined,
      (error: unknown) => error,
    )
  }

  private values<T>(topic: string, symbol: string): readonly T[] {
    return this.items.flatMap((item) =>
      item.kind === 'record' && item.topic.name === topic && item.key === symbol
        ? [item.value as T]
        : [],
    )
  }

  private async collect(): Promise<void> {
    for await (const items of this.source.read([0], this.bookmarks)) {
      for (const item of items) {
        this.items.push(item)
        if (item.kind !== 'bookmark') continue
        if (item.value === null) delete this.bookmarks[item.name]
        else this.bookmarks[item.name] = item.value
      }
    }
  }
}
