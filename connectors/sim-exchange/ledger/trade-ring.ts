/** One trade in the exchange's own units. */
export interface Trade {
  readonly id: number
  readonly timeMs: number
  readonly tick: number
  readonly lots: number
  readonly takerBuys: boolean
}

/** The last trades of a symbol. Ids begin at 1 and have no gaps. */
export class TradeRing {
  /** Id of the last trade; 0 before the first. */
  lastId = 0
  readonly #mask: number
  readonly #times: Float64Array
  readonly #ticks: Int32Array
  /** Lots, negative where the taker sold. */
  readonly #lots: Int32Array

  /** `room`: a power of two. */
  constructor(room: number) {
    this.#mask = room - 1
    this.#times = new Float64Array(room)
    this.#ticks = new Int32Array(room)
    this.#lots = new Int32Array(room)
  }

  /** Id of the oldest trade that is still known. */
  get firstId(): number {
    return Math.max(1, this.lastId - this.#mask)
  }

  add(timeMs: number, tick: number, lots: number, takerBuys: boolean): number {
    const id = ++this.lastId
    const at = id & this.#mask
    this.#times[at] = timeMs
    this.#ticks[at] = tick
    this.#lots[at] = takerBuys ? lots : -lots
    return id
  }

  at(id: number): Trade | undefined {
    if (id < this.firstId || id > this.lastId) return undefined
    const at = id & this.#mask
    const signed = this.#lots[at] as number
    return {
      id,
      timeMs: this.#times[at] as number,
      tick: this.#ticks[at] as number,
      lots: Math.abs(signed),
      takerBuys: signed > 0,
    }
  }

  /** The first id at or after a time; behind the last where none is. */
  idFrom(timeMs: number): number {
    let low = this.firstId
    let high = this.lastId + 1
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if ((this.#times[middle & this.#mask] as number) < timeMs) low = middle + 1
      else high = middle
    }
    return low
  }
}
