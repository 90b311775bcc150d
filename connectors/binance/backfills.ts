import { ConfigError } from '../../engine/core/errors.ts'
import type { SourceRecord } from '../files/source-record.ts'
import { minutesOf } from './catch-up.ts'
import type { MarketData } from './market-data.ts'

const minuteMs = 60_000

/** A stretch of a symbol's minutes: open times of the first and the last. */
export interface MinuteSpan {
  readonly symbol: string
  readonly fromMs: number
  readonly toMs: number
}

export interface BackfillState extends MinuteSpan {
  readonly state: 'running' | 'done' | 'failed'
  /** Minutes of it. */
  readonly minutes: number
  /** Klines that entered. */
  readonly entered: number
  /** Open time of the newest of them. */
  readonly reachedMs: number | null
  /** Milliseconds that are left at the pace so far; null where that is not known. */
  readonly leftMs: number | null
  readonly error: string | null
}

type Changing = { -readonly [name in keyof BackfillState]: BackfillState[name] } & {
  readonly startedMs: number
}

/** So many are remembered. */
const rememberedMax = 100

/**
 * Fills stretches with the exchange's 1m klines, a thousand at once, within its limits. A minute that is there already is not told
 * twice: the candles take each once (`operators/candles/base-candles.ts`).
 */
export class Backfills {
  private readonly market: MarketData
  private readonly enter: (records: readonly SourceRecord[]) => Promise<void>
  private readonly nowMs: () => number
  private readonly all: Changing[] = []

  constructor(
    market: MarketData,
    enter: (records: readonly SourceRecord[]) => Promise<void>,
    nowMs: () => number,
  ) {
    this.market = market
    this.enter = enter
    this.nowMs = nowMs
  }

  /** Those that run, and the last that have ended, newest last. */
  states(): readonly BackfillState[] {
    return this.all.map(({ startedMs: _, ...state }) => state)
  }

  /** One stretch. Rejects with what it failed of; `onProgress` hears after each batch. */
  async fill(
    { symbol, fromMs, toMs }: MinuteSpan,
    onProgress: (state: BackfillState) => void = () => undefined,
  ): Promise<BackfillState> {
    const first = Math.ceil(fromMs / minuteMs) * minuteMs
    const last = Math.floor(toMs / minuteMs) * minuteMs
    if (last < first) throw new ConfigError(`${symbol}: from ${fromMs} to ${toMs} is no minute`)
    if (this.all.some((one) => one.state === 'running' && one.symbol === symbol))
      throw new ConfigError(`${symbol} is being filled already`)
    const state: Changing = {
      symbol,
      fromMs: first,
      toMs: last,
      state: 'running',
      minutes: (last - first) / minuteMs + 1,
      entered: 0,
      reachedMs: null,
      leftMs: null,
      error: null,
      startedMs: this.nowMs(),
    }
    this.all.push(state)
    if (this.all.length > rememberedMax) this.all.shift()
    try {
      for await (const records of minutesOf(this.market, symbol, first, last)) {
        await this.enter(records)
        this.advance(state, records)
        onProgress(state)
      }
      state.state = 'done'
      state.leftMs = 0
    } catch (error) {
      state.state = 'failed'
      state.error = (error as Error).message
      throw error
    }
    return state
  }

  /** One stretch after the other. */
  async fillAll(
    spans: readonly MinuteSpan[],
    onProgress?: (state: BackfillState) => void,
  ): Promise<readonly BackfillState[]> {
    const done: BackfillState[] = []
    for (const span of spans) done.push(await this.fill(span, onProgress))
    return done
  }

  private advance(state: Changing, records: readonly SourceRecord[]): void {
    const klines = records.filter(({ topic }) => topic === 'klines')
    state.entered += klines.length
    const newest = klines.at(-1)
    if (newest === undefined) return
    state.reachedMs = newest.eventMs - minuteMs
    const walked = (state.reachedMs - state.fromMs) / minuteMs + 1
    state.leftMs = ((this.nowMs() - state.startedMs) / walked) * (state.minutes - walked)
  }
}
