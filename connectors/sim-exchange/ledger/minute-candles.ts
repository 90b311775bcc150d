const minuteMs = 60_000
const none = -1

/** One minute in the exchange's own units: ticks, lots, and ticks times lots. */
export interface MinuteCandle {
  readonly openMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly lots: number
  readonly turnover: number
  readonly trades: number
  readonly takerBuyLots: number
  readonly takerBuyTurnover: number
  /** −1 where nothing was traded. */
  readonly firstTradeId: number
  readonly lastTradeId: number
}

/**
 * The exchange's own one-minute candles, all since its start, in columns of whole numbers. A minute
 * without trades repeats the last price; one in which the exchange was down is not there.
 */
export class MinuteCandles {
  readonly startMs: number
  /** Minutes that are begun; the last may still be open. */
  minutes = 0
  #openMs: number
  #room = 4_096
  #open = new Int32Array(this.#room)
  #high = new Int32Array(this.#room)
  #low = new Int32Array(this.#room)
  #close = new Int32Array(this.#room)
  #trades = new Int32Array(this.#room)
  #lots = new Float64Array(this.#room)
  #turnover = new Float64Array(this.#room)
  #buyLots = new Float64Array(this.#room)
  #buyTurnover = new Float64Array(this.#room)
  #firstId = new Float64Array(this.#room)
  #lastClose: number

  constructor(startMs: number, startTick: number) {
    this.startMs = startMs
    this.#openMs = startMs - minuteMs
    this.#lastClose = startTick
  }

  /** Where the open minute ends. */
  get endMs(): number {
    return this.#openMs + minuteMs
  }

  trade(id: number, timeMs: number, tick: number, lots: number, takerBuys: boolean): void {
    if (timeMs >= this.#openMs + minuteMs) this.#goTo(timeMs)
    const at = this.minutes - 1
    const turnover = tick * lots
    if (this.#trades[at] === 0) {
      this.#open[at] = tick
      this.#high[at] = tick
      this.#low[at] = tick
      this.#firstId[at] = id
    } else {
      if (tick > (this.#high[at] as number)) this.#high[at] = tick
      if (tick < (this.#low[at] as number)) this.#low[at] = tick
    }
    this.#close[at] = tick
    this.#lastClose = tick
    this.#trades[at] = (this.#trades[at] as number) + 1
    this.#lots[at] = (this.#lots[at] as number) + lots
    this.#turnover[at] = (this.#turnover[at] as number) + turnover
    if (!takerBuys) return
    this.#buyLots[at] = (this.#buyLots[at] as number) + lots
    this.#buyTurnover[at] = (this.#buyTurnover[at] as number) + turnover
  }

  /** Begins all minutes up to the one that holds a time; those of an outage are not there. */
  runTo(timeMs: number, isDown: (fromMs: number, toMs: number) => boolean): void {
    while (this.endMs <= timeMs) {
      this.#next()
      if (isDown(this.#openMs, this.endMs)) this.#open[this.minutes - 1] = none
    }
  }

  /** The close so many whole minutes before the open one; the first price before there was any. */
  closeBefore(minutes: number): number {
    let at = this.minutes - 1 - minutes
    while (at >= 0 && this.#open[at] === none) at--
    return at < 0 ? (this.#open[0] ?? this.#lastClose) : (this.#close[at] as number)
  }

  /** Lots that takers bought less those that they sold, in so many closed minutes. */
  takerBalance(minutes: number): number {
    const last = this.minutes - 2
    let balance = 0
    for (let at = Math.max(0, last - minutes + 1); at <= last; at++) {
      balance += 2 * (this.#buyLots[at] as number) - (this.#lots[at] as number)
    }
    return balance
  }

  at(minute: number): MinuteCandle | undefined {
    if (minute < 0 || minute >= this.minutes || this.#open[minute] === none) return undefined
    const trades = this.#trades[minute] as number
    const firstTradeId = trades === 0 ? none : (this.#firstId[minute] as number)
    return {
      openMs: this.startMs + minute * minuteMs,
      open: this.#open[minute] as number,
      high: this.#high[minute] as number,
      low: this.#low[minute] as number,
      close: this.#close[minute] as number,
      lots: this.#lots[minute] as number,
      turnover: this.#turnover[minute] as number,
      trades,
      takerBuyLots: this.#buyLots[minute] as number,
      takerBuyTurnover: this.#buyTurnover[minute] as number,
      firstTradeId,
      lastTradeId: trades === 0 ? none : firstTradeId + trades - 1,
    }
  }

  #goTo(timeMs: number): void {
    while (timeMs >= this.endMs) this.#next()
  }

  /** A minute begins as flat as if nothing will be traded. */
  #next(): void {
    this.#openMs += minuteMs
    const at = this.minutes++
    if (at >= this.#room) this.#grow()
    this.#open[at] = this.#lastClose
    this.#high[at] = this.#lastClose
    this.#low[at] = this.#lastClose
    this.#close[at] = this.#lastClose
  }

  #grow(): void {
    this.#room *= 2
    this.#open = grown(this.#open, new Int32Array(this.#room))
    this.#high = grown(this.#high, new Int32Array(this.#room))
    this.#low = grown(this.#low, new Int32Array(this.#room))
    this.#close = grown(this.#close, new Int32Array(this.#room))
    this.#trades = grown(this.#trades, new Int32Array(this.#room))
    this.#lots = grown(this.#lots, new Float64Array(this.#room))
    this.#turnover = grown(this.#turnover, new Float64Array(this.#room))
    this.#buyLots = grown(this.#buyLots, new Float64Array(this.#room))
    this.#buyTurnover = grown(this.#buyTurnover, new Float64Array(this.#room))
    this.#firstId = grown(this.#firstId, new Float64Array(this.#room))
  }
}

function grown<Column extends Int32Array | Float64Array>(old: Column, fresh: Column): Column {
  fresh.set(old)
  return fresh
}
