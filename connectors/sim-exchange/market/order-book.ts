/** No bid: below every price. */
export const noBid = -1
/** No ask: above every price. */
export const noAsk = 0x7fff_ffff

const none = -1

export interface OrderBookOptions {
  /** Where orders may stand: each place holds one order, and is all that names it. */
  readonly places: number
  /** Prices that the book holds at a time, in ticks; a power of two. */
  readonly ticks: number
  /** The price in the middle of these. */
  readonly middle: number
}

/**
 * A limit order book with price–time priority: prices in whole ticks, quantities in whole lots.
 * Levels lie in a ring of arrays, orders in lists through arrays: nothing is allocated after the
 * start. A level is empty, of bids or of asks, because the best bid is always below the best ask.
 */
export class OrderBook {
  bestBid = noBid
  bestAsk = noAsk
  /** Counts the changes of levels: the update id of the depth streams. */
  updates = 0

  /** What the last `take` took, in its order. */
  fills = 0
  readonly fillTicks: Int32Array
  readonly fillLots: Int32Array
  readonly fillPlaces: Int32Array

  readonly #size: number
  readonly #mask: number
  /** The lowest price it holds. */
  #low: number
  readonly #lots: Int32Array
  readonly #first: Int32Array
  readonly #last: Int32Array
  readonly #occupied: Int32Array
  readonly #orderTick: Int32Array
  readonly #orderLots: Int32Array
  readonly #next: Int32Array
  readonly #before: Int32Array
  /** By place in the ring, the price that stands in the list of changes already. */
  readonly #listed: Int32Array
  #changes: number[] = []

  constructor({ places, ticks, middle }: OrderBookOptions) {
    this.#size = ticks
    this.#mask = ticks - 1
    this.#low = Math.max(1, middle - ticks / 2)
    this.#lots = new Int32Array(ticks)
    this.#first = new Int32Array(ticks).fill(none)
    this.#last = new Int32Array(ticks).fill(none)
    this.#occupied = new Int32Array(ticks / 32)
    this.#orderTick = new Int32Array(places)
    this.#orderLots = new Int32Array(places)
    this.#next = new Int32Array(places)
    this.#before = new Int32Array(places)
    this.#listed = new Int32Array(ticks)
    this.fillTicks = new Int32Array(places)
    this.fillLots = new Int32Array(places)
    this.fillPlaces = new Int32Array(places)
  }

  get low(): number {
    return this.#low
  }

  get high(): number {
    return this.#low + this.#size - 1
  }

  /** Lots that rest at a price. */
  lotsAt(tick: number): number {
    return tick < this.#low || tick > this.high ? 0 : (this.#lots[tick & this.#mask] as number)
  }

  /** Lots of the order in a place; 0 where none stands. */
  restingLots(place: number): number {
    return this.#orderLots[place] as number
  }

  restingTick(place: number): number {
    return this.#orderTick[place] as number
  }

  /** Lays an order behind all others of its price. It must not cross, and its place must be free. */
  rest(place: number, tick: number, lots: number, buys: boolean): boolean {
    if (tick < this.#low || tick > this.high) return false
    const at = tick & this.#mask
    const last = this.#last[at] as number
    this.#orderTick[place] = tick
    this.#orderLots[place] = lots
    this.#next[place] = none
    this.#before[place] = last
    if (last === none) {
      this.#first[at] = place
      const word = at >>> 5
      this.#occupied[word] = (this.#occupied[word] as number) | (1 << (at & 31))
    } else this.#next[last] = place
    this.#last[at] = place
    this.#lots[at] = (this.#lots[at] as number) + lots
    this.#touch(at, tick)
    if (buys) {
      if (tick > this.bestBid) this.bestBid = tick
    } else if (tick < this.bestAsk) this.bestAsk = tick
    return true
  }

  cancel(place: number): void {
    const lots = this.#orderLots[place] as number
    if (lots === 0) return
    const tick = this.#orderTick[place] as number
    const at = tick & this.#mask
    this.#lots[at] = (this.#lots[at] as number) - lots
    this.#remove(place, at)
    this.#touch(at, tick)
    if (this.#first[at] === none) this.#empty(tick)
  }

  /**
   * Takes what rests at the limit or better, best price first, oldest first. Orders of the taker's
   * own, the places from `ownFrom` to below `ownTo`, are cancelled instead. Gives the lots left.
   */
  take(buys: boolean, limit: number, lots: number, ownFrom: number, ownTo: number): number {
    let fills = 0
    let left = lots
    while (left > 0) {
      const tick = buys ? this.bestAsk : this.bestBid
      if (buys ? tick > limit : tick < limit || tick === noBid) break
      const at = tick & this.#mask
      let place = this.#first[at] as number
      while (place !== none && left > 0) {
        const next = this.#next[place] as number
        const resting = this.#orderLots[place] as number
        if (place >= ownFrom && place < ownTo) {
          this.#lots[at] = (this.#lots[at] as number) - resting
          this.#remove(place, at)
        } else {
          const taken = Math.min(resting, left)
          this.fillTicks[fills] = tick
          this.fillLots[fills] = taken
          this.fillPlaces[fills] = place
          fills++
          left -= taken
          this.#lots[at] = (this.#lots[at] as number) - taken
          if (taken === resting) this.#remove(place, at)
          else this.#orderLots[place] = resting - taken
        }
        place = next
      }
      this.#touch(at, tick)
      if (this.#first[at] === none) this.#empty(tick)
    }
    this.fills = fills
    return left
  }

  /** Moves what it can hold to around a price; orders left outside are cancelled. */
  centre(middle: number): void {
    const low = Math.max(1, middle - this.#size / 2)
    const oldLow = this.#low
    for (let tick = oldLow; tick < Math.min(low, oldLow + this.#size); tick++) this.#clear(tick)
    for (let tick = Math.max(low + this.#size, oldLow); tick < oldLow + this.#size; tick++) {
      this.#clear(tick)
    }
    this.#low = low
  }

  /** Prices whose level changed since the last call; in no order. */
  takeChanges(): readonly number[] {
    const ticks = this.#changes
    this.#changes = []
    for (const tick of ticks) this.#listed[tick & this.#mask] = 0
    return ticks
  }

  /** The next price below with an order, or `noBid`. */
  below(tick: number): number {
    let at = Math.min(tick, this.high + 1) - 1
    while (at >= this.#low) {
      const ring = at & this.#mask
      const word = (this.#occupied[ring >>> 5] as number) & (0xffff_ffff >>> (31 - (ring & 31)))
      if (word !== 0) {
        const found = at - (ring & 31) + 31 - Math.clz32(word)
        return found >= this.#low ? found : noBid
      }
      at -= (ring & 31) + 1
    }
    return noBid
  }

  /** The next price above with an order, or `noAsk`. */
  above(tick: number): number {
    const high = this.high
    let at = Math.max(tick + 1, this.#low)
    while (at <= high) {
      const ring = at & this.#mask
      const word = (this.#occupied[ring >>> 5] as number) & (0xffff_ffff << (ring & 31))
      if (word !== 0) {
        const found = at - (ring & 31) + 31 - Math.clz32(word & -word)
        return found <= high ? found : noAsk
      }
      at += 32 - (ring & 31)
    }
    return noAsk
  }

  #clear(tick: number): void {
    const at = tick & this.#mask
    while (this.#first[at] !== none) this.cancel(this.#first[at] as number)
  }

  /** Out of its level's list. */
  #remove(place: number, at: number): void {
    const before = this.#before[place] as number
    const next = this.#next[place] as number
    if (before === none) this.#first[at] = next
    else this.#next[before] = next
    if (next === none) this.#last[at] = before
    else this.#before[next] = before
    this.#orderLots[place] = 0
  }

  /** A level has lost its last order. */
  #empty(tick: number): void {
    const at = tick & this.#mask
    const word = at >>> 5
    this.#occupied[word] = (this.#occupied[word] as number) & ~(1 << (at & 31))
    if (tick === this.bestBid) this.bestBid = this.below(tick)
    else if (tick === this.bestAsk) this.bestAsk = this.above(tick)
  }

  #touch(at: number, tick: number): void {
    this.updates++
    if (this.#listed[at] === tick) return
    this.#listed[at] = tick
    this.#changes.push(tick)
  }
}
