import type { Exchange } from '../exchange.ts'
import type { FaultDesk } from '../faults/fault-desk.ts'
import type { FaultyDelivery } from '../faults/faulty-delivery.ts'
import type { SymbolLedger } from '../ledger/symbol-ledger.ts'
import { type Feed, feedOf } from './feed.ts'
import { type StreamName, streamNameOf } from './stream-names.ts'
import { Units, type Venue } from './units.ts'

/** A client on one socket: messages wrapped with their stream's name or bare. */
export interface Subscriber {
  readonly venue: Venue
  readonly combined: boolean
  readonly streams: Set<string>
  readonly delivery: FaultyDelivery
}

interface Channel {
  readonly name: string
  readonly feeds: readonly { readonly feed: Feed; readonly ledger: SymbolLedger }[]
  readonly subscribers: Set<Subscriber>
}

/** All streams that somebody listens to, of both venues. */
export class StreamHub {
  readonly #exchange: Exchange
  readonly #desk: FaultDesk
  readonly #channels = new Map<string, Channel>()
  messages = 0

  constructor(exchange: Exchange, desk: FaultDesk) {
    this.#exchange = exchange
    this.#desk = desk
  }

  /** A name that means nothing is listed and stays silent, as at Binance. */
  subscribe(subscriber: Subscriber, name: string): void {
    subscriber.streams.add(name)
    const key = `${subscriber.venue} ${name}`
    let channel = this.#channels.get(key)
    if (channel === undefined) {
      const stream = streamNameOf(name, subscriber.venue)
      const feeds = stream === undefined ? [] : this.#feedsOf(stream, subscriber.venue)
      if (feeds.length === 0) return
      channel = { name, feeds, subscribers: new Set() }
      this.#channels.set(key, channel)
    }
    channel.subscribers.add(subscriber)
  }

  unsubscribe(subscriber: Subscriber, name: string): void {
    subscriber.streams.delete(name)
    const key = `${subscriber.venue} ${name}`
    const channel = this.#channels.get(key)
    if (channel === undefined) return
    channel.subscribers.delete(subscriber)
    if (channel.subscribers.size === 0) this.#channels.delete(key)
  }

  leave(subscriber: Subscriber): void {
    for (const name of [...subscriber.streams]) this.unsubscribe(subscriber, name)
  }

  /** Tells everybody what is new at the exchange's time. */
  tell(): void {
    this.#handOutChanges()
    const { nowMs } = this.#exchange
    const faults = this.#desk.at(nowMs)
    for (const channel of this.#channels.values()) {
      for (const { feed } of channel.feeds) {
        for (const message of feed.news(nowMs)) {
          this.messages++
          const bare = JSON.stringify(message)
          const wrapped = `{"stream":"${channel.name}","data":${bare}}`
          for (const { combined, delivery } of channel.subscribers) {
            delivery.deliver(combined ? wrapped : bare, feed.isTrades, faults)
          }
        }
      }
    }
  }

  #feedsOf(stream: StreamName, venue: Venue): Channel['feeds'] {
    // What has changed so far is in the snapshot that the newcomer will ask for.
    this.#handOutChanges()
    const ledgers =
      stream.symbol === ''
        ? this.#exchange.ledgers
        : this.#exchange.ledgers.filter(({ listing }) => listing.symbol === stream.symbol)
    return ledgers.map((ledger) => {
      const units = new Units(ledger.listing, venue)
      return { ledger, feed: feedOf({ stream, exchange: this.#exchange, ledger, units, venue }) }
    })
  }

  #handOutChanges(): void {
    const changes = new Map(
      this.#exchange.ledgers.map((ledger) => [ledger, ledger.market.floor.book.takeChanges()]),
    )
    for (const { feeds } of this.#channels.values()) {
      for (const { feed, ledger } of feeds) feed.changed?.(changes.get(ledger) ?? [])
    }
  }
}
