import type { TradeHole } from './ordered-outlet.ts'

const minuteMs = 60_000
/** A minute's kline is asked for so long behind its close: then its candle was told, and can be revised. */
const behindCloseMs = 5_000
/** After an answer that did not come. */
const againMs = 15_000

/** Minutes of a symbol whose trades were not all given in time: their klines are fetched, and revise the candles. */
export interface Repair {
  readonly symbol: string
  /** Open times of the first and the last minute. */
  readonly fromMs: number
  readonly toMs: number
}

/** The minutes that a hole lies in. */
export function repairOf({ symbol, fromMs, toMs }: TradeHole): Repair {
  const openOf = (atMs: number): number => Math.floor(atMs / minuteMs) * minuteMs
  return { symbol, fromMs: openOf(fromMs), toMs: openOf(toMs) }
}

/** Repairs that are to be made, by the exchange's time. Plain data in and out: they outlive the process as a bookmark. */
export class Repairs {
  private pending: { readonly repair: Repair; dueMs: number }[]

  constructor(saved: readonly Repair[] = []) {
    this.pending = saved.map((repair) => ({ repair, dueMs: dueOf(repair) }))
  }

  get list(): readonly Repair[] {
    return this.pending.map(({ repair }) => repair)
  }

  /** One that touches another becomes part of it. */
  add(repair: Repair): void {
    const touches = (other: Repair): boolean =>
      other.symbol === repair.symbol &&
      other.fromMs <= repair.toMs + minuteMs &&
      repair.fromMs <= other.toMs + minuteMs
    const joined = [repair, ...this.list.filter(touches)]
    const whole = {
      symbol: repair.symbol,
      fromMs: Math.min(...joined.map(({ fromMs }) => fromMs)),
      toMs: Math.max(...joined.map(({ toMs }) => toMs)),
    }
    this.pending = this.pending.filter((one) => !touches(one.repair))
    this.pending.push({ repair: whole, dueMs: dueOf(whole) })
  }

  /** The next one whose time has come; it comes again later unless it is done by then. */
  next(nowMs: number): Repair | undefined {
    const due = this.pending.find(({ dueMs }) => dueMs <= nowMs)
    if (due !== undefined) due.dueMs = nowMs + againMs
    return due?.repair
  }

  done(repair: Repair): void {
    this.pending = this.pending.filter((one) => one.repair !== repair)
  }

  forget(symbol: string): void {
    this.pending = this.pending.filter(({ repair }) => repair.symbol !== symbol)
  }
}

function dueOf({ toMs }: Repair): number {
  return toMs + minuteMs + behindCloseMs
}
