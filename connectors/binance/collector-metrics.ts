import { Gauge, type Registry } from 'prom-client'
import type { BinanceSource } from './binance-source.ts'

/** Adds what a collector tells of itself to a registry; each figure is read when it is asked for. */
export function addCollectorMetrics(registry: Registry, source: BinanceSource): void {
  const figure = (name: string, help: string, read: () => number): void => {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: () => {
        const value = read()
        if (Number.isFinite(value)) gauge.set(value)
      },
    })
  }
  const { counts, rest, time } = source
  const now = (): number => Date.now()
  figure(
    'alphapulse_collector_messages_total',
    'Messages that the streams brought.',
    () => source.current?.feed.messages ?? 0,
  )
  figure('alphapulse_collector_records_total', 'Those that became records.', () => counts.read)
  figure(
    'alphapulse_collector_unreadable_total',
    'Those that could not be read.',
    () => counts.faults,
  )
  figure(
    'alphapulse_collector_validation_ratio',
    'Share of what was to become records that did.',
    () => counts.validationRate,
  )
  figure(
    'alphapulse_collector_lag_seconds',
    'The exchange’s time less that of the newest trade that came.',
    () => counts.lagMs / 1_000,
  )
  figure('alphapulse_collector_reconnects_total', 'Connections after the first.', () =>
    Math.max(0, source.current?.feed.state.reconnects ?? 0),
  )
  figure(
    'alphapulse_collector_dead_streams_total',
    'Streams that were dead on a connection that lived.',
    () => counts.deadStreams,
  )
  figure(
    'alphapulse_collector_stalest_stream_seconds',
    'Age of the stream that is silent longest.',
    () => (source.current?.feed.ages.stalestMs(now()) ?? Number.NaN) / 1_000,
  )
  figure(
    'alphapulse_collector_duplicate_trades_total',
    'Trades that came again.',
    () => source.current?.outlet.duplicates ?? 0,
  )
  figure(
    'alphapulse_collector_holes_total',
    'Breaks in the trade ids.',
    () => source.current?.outlet.holes ?? 0,
  )
  figure(
    'alphapulse_collector_late_holes_total',
    'Those that were not filled in time.',
    () => source.current?.outlet.late ?? 0,
  )
  figure('alphapulse_collector_fetched_trades_total', 'Trades by REST.', () => counts.fetchedTrades)
  figure('alphapulse_collector_fetched_klines_total', 'Klines by REST.', () => counts.fetchedKlines)
  figure('alphapulse_collector_requests_total', 'Requests to REST.', () => rest.requests)
  figure(
    'alphapulse_collector_refusals_total',
    'Requests refused for their rate.',
    () => rest.limiter.refusals,
  )
  figure(
    'alphapulse_collector_failures_total',
    'What was asked of REST and failed.',
    () => counts.restFailures,
  )
  figure(
    'alphapulse_collector_skew_seconds',
    'What our clock lacks to the exchange’s.',
    () => time.skewMs / 1_000,
  )
}
