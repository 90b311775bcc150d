import { Backfills, type MinuteSpan } from '../connectors/binance/backfills.ts'
import type { BinanceSource } from '../connectors/binance/binance-source.ts'

/** What a running collector can be asked for. */
export type CollectorRequest =
  | { readonly do: 'state' }
  | { readonly do: 'add-symbol' | 'remove-symbol'; readonly symbol: string }
  | { readonly do: 'add-interval' | 'remove-interval'; readonly interval: string }
  | { readonly do: 'backfill'; readonly spans: readonly MinuteSpan[] }

/** Answers what is asked of a collector, as JSON. */
export function collectorControl(
  source: BinanceSource,
): (request: CollectorRequest) => Promise<string> {
  const backfills = new Backfills(
    source.market,
    (records) => source.running().enter(records),
    () => performance.now(),
  )
  return async (request) => JSON.stringify(await answer(source, backfills, request))
}

async function answer(
  source: BinanceSource,
  backfills: Backfills,
  request: CollectorRequest,
): Promise<unknown> {
  const collector = source.running()
  switch (request.do) {
    case 'state':
      return stateOf(source, backfills)
    case 'add-symbol':
      return { changed: await collector.addSymbol(request.symbol) }
    case 'remove-symbol':
      return { changed: collector.removeSymbol(request.symbol) }
    case 'add-interval':
      return { changed: collector.addInterval(request.interval) }
    case 'remove-interval':
      return { changed: collector.removeInterval(request.interval) }
    case 'backfill': {
      // It goes on by itself; its state tells what became of it.
      backfills.fillAll(request.spans).catch(() => undefined)
      return { begun: request.spans.length }
    }
  }
}

function stateOf(source: BinanceSource, backfills: Backfills): object {
  const { counts, time, rest } = source
  const { subscription, feed, outlet, catching } = source.running()
  return {
    exchange: source.id,
    symbols: subscription.symbols,
    intervals: subscription.intervals,
    warming: Object.fromEntries(catching),
    messages: feed.messages,
    reconnects: Math.max(0, feed.state.reconnects),
    skipped: Object.fromEntries(counts.skipped),
    validationRate: counts.validationRate,
    lagMs: Number.isFinite(counts.lagMs) ? counts.lagMs : null,
    skewMs: Number.isFinite(time.skewMs) ? time.skewMs : null,
    duplicates: outlet.duplicates,
    holes: outlet.holes,
    lateHoles: outlet.late,
    requests: rest.requests,
    backfills: backfills.states(),
  }
}
