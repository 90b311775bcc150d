import type { SourceReject } from '../../engine/core/source.ts'
import type { Kline } from '../../schemas/contracts.generated.ts'
import type { SourceRecord } from '../files/source-record.ts'
import type { CollectorCounts } from './collector-counts.ts'
import type { OrderedOutlet } from './ordered-outlet.ts'
import { type Fields, readMessage } from './stream-message.ts'

export interface IntakeOptions {
  readonly exchange: string
  readonly aggregated: boolean
  readonly outlet: OrderedOutlet
  readonly counts: CollectorCounts
  readonly isFollowed: (symbol: string) => boolean
}

/** Brings the messages of the streams to the outlet; nothing is left out uncounted. */
export class Intake {
  private readonly options: IntakeOptions
  private readonly newestKline = new Map<string, number>()

  constructor(options: IntakeOptions) {
    this.options = options
  }

  /** A dead letter where the message cannot be read. `nowMs` is of our own clock, `receiveMs` the exchange's time. */
  take(data: Fields, text: string, receiveMs: number, nowMs: number): SourceReject | undefined {
    const { exchange, aggregated, counts } = this.options
    const message = readMessage(data, receiveMs, { exchange, aggregated, unit: null })
    switch (message.type) {
      case 'record':
        this.takeRecord(message.record, receiveMs, nowMs)
        return undefined
      case 'skipped':
        counts.skip(message.what)
        return undefined
      case 'mark-price':
        counts.skip('mark prices')
        return undefined
      case 'liquidation':
        counts.skip('liquidations')
        return undefined
      case 'fault':
        counts.faults++
        return {
          kind: 'reject',
          stream: 0,
          key: typeof data.s === 'string' ? data.s : '',
          rule: 'unreadable',
          reason: `stream message: ${message.reason}`,
          bytes: Buffer.from(text),
        }
    }
  }

  private takeRecord(record: SourceRecord, receiveMs: number, nowMs: number): void {
    const { counts, outlet, isFollowed } = this.options
    if (!isFollowed(record.key)) {
      counts.skip('symbols that are not followed')
      return
    }
    counts.read++
    if (record.topic === 'ticks') {
      counts.lagMs = receiveMs - record.eventMs
      outlet.offerTrade(record, nowMs)
      return
    }
    const { interval, open_time: openMs } = record.value as Kline
    const slot = `${record.key} ${interval}`
    if (openMs <= (this.newestKline.get(slot) ?? Number.NEGATIVE_INFINITY)) {
      counts.repeatedKlines++
      return
    }
    this.newestKline.set(slot, openMs)
    outlet.offer(record)
  }
}
