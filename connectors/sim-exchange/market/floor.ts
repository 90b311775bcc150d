import type { Sfc32 } from '../../sim/sfc32.ts'
import type { Accounts } from './accounts.ts'
import type { Averages } from './averages.ts'
import { noAsk, noBid, type OrderBook } from './order-book.ts'
import { paretoOf } from './pareto-table.ts'
import type { Tape } from './tape.ts'

/** Orders that an agent may have in the book at a time. */
export const placesPerAgent = 8

/** The spread beyond which the middle says nothing, in basis points. */
const sensibleSpread = 60

/** At the most so many typical trades of a position are liquidated at once, so far from the price. */
const liquidationTrades = 15
const liquidationReach = 0.003

/** Where agents meet: the book, their accounts, what they see, and the two ways in which they act. */
export class Floor {
  readonly book: OrderBook
  readonly accounts: Accounts
  readonly averages: Averages
  readonly random: Sfc32
  readonly #tape: Tape
  nowMs = 0
  /** What informed agents know, in ticks. */
  worth = 0
  /** The price that everybody goes by, in ticks: the middle of the book, or the last one paid. */
  price: number
  lastTick: number
  /** Lots of a typical trade. */
  unit = 1
  /** A basis point of the price, in ticks. */
  basisPoint: number
  /** Share of market makers' quotes that are there, from 0 to 1. */
  liquidity = 1
  /** Share of informed agents who act, from 0 to 1. */
  attention = 1
  /** The side to which each agent last went: 1 is buying. */
  readonly sides: Uint8Array

  constructor(
    parts: Pick<Floor, 'book' | 'accounts' | 'averages' | 'random'> & { readonly tape: Tape },
    price: number,
  ) {
    this.book = parts.book
    this.accounts = parts.accounts
    this.averages = parts.averages
    this.random = parts.random
    this.#tape = parts.tape
    this.sides = new Uint8Array(parts.accounts.position.length)
    this.price = price
    this.lastTick = price
    this.basisPoint = price / 10_000
  }

  /** Looks at the book; each decision begins with it. */
  see(): void {
    const { bestBid, bestAsk } = this.book
    const sensible =
      bestBid !== noBid && bestAsk !== noAsk && bestAsk - bestBid < sensibleSpread * this.basisPoint
    this.price = sensible ? (bestBid + bestAsk) / 2 : this.lastTick
  }

  /** Lots of an order of so many typical trades: a few are large. */
  sized(trades: number): number {
    const lots = Math.floor(this.unit * trades * paretoOf(this.random.word()))
    return lots > 0 ? lots : 1
  }

  /** Takes what is there up to a limit; the rest of the order is dropped. Gives the lots taken. */
  take(agent: number, buys: boolean, lots: number, limit: number): number {
    const { book, accounts } = this
    const from = agent * placesPerAgent
    const bound = buys ? Math.min(limit, book.high) : Math.max(limit, book.low)
    const left = book.take(buys, bound, lots, from, from + placesPerAgent)
    for (let fill = 0; fill < book.fills; fill++) {
      const tick = book.fillTicks[fill] as number
      const filled = book.fillLots[fill] as number
      const maker = Math.floor((book.fillPlaces[fill] as number) / placesPerAgent)
      accounts.exchange(buys ? agent : maker, buys ? maker : agent, tick, filled)
      this.#tape.trade(this.nowMs, tick, filled, buys)
      this.lastTick = tick
    }
    return lots - left
  }

  /** Lays an order into a place of the agent's, instead of what stood there; moved so that it does not cross. */
  quote(agent: number, place: number, buys: boolean, price: number, lots: number): void {
    const { book } = this
    const at = agent * placesPerAgent + place
    book.cancel(at)
    const tick = Math.floor(price)
    if (buys) book.rest(at, tick < book.bestAsk ? tick : book.bestAsk - 1, lots, true)
    else book.rest(at, tick > book.bestBid ? tick : book.bestBid + 1, lots, false)
  }

  cancel(agent: number, place: number): void {
    this.book.cancel(agent * placesPerAgent + place)
  }

  /**
   * Closes a part of a position that its owner's money no longer carries, as much as the market takes
   * without falling over. When nothing is left, another agent comes with fresh money.
   */
  liquidate(agent: number): void {
    const { accounts } = this
    for (let place = 0; place < placesPerAgent; place++) this.cancel(agent, place)
    const position = accounts.position[agent] as number
    const sells = position > 0
    const part = Math.min(Math.abs(position), Math.ceil(liquidationTrades * this.unit))
    const reach = liquidationReach * this.price
    const limit = Math.floor(sells ? this.price - reach : this.price + reach)
    const taken = part === 0 ? 0 : this.take(agent, !sells, part, limit)
    if (taken > 0) this.#tape.liquidation(this.nowMs, this.lastTick, taken, sells)
    if (accounts.position[agent] === 0) accounts.refund(agent)
  }
}
