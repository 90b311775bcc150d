import { defineOperator, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { isTimeframe, type Timeframe, timeframeMs, timeframes } from '../timeframe.ts'
import { type Bucket, closeBucket, settlePart } from './bucket.ts'
import {
  createKept,
  type KeptCandles,
  keepCandle,
  keptCandles,
  stretchCandles,
  stretchOf,
} from './kept-candles.ts'

export interface HigherTimeframesOptions {
  readonly id: string
  /**
   * How long after its close a candle whose last part is missing waits for it, before it is
   * written without.
   */
  readonly patienceMs: number
  /** How long base candles may be revised (`revision.max`). */
  readonly revisionMaxMs: number
}

interface State {
  /** The shortest interval seen; only its candles count. */
  base: Timeframe
  lastMs: number
  /** Open time of the newest part that can no longer be revised. */
  settledMs: number
  buckets: { [timeframe in Timeframe]?: Bucket }
  /** Open time of the newest candle written: what comes for it later comes too late. */
  written: { [timeframe in Timeframe]?: number }
  /** Base candles that may still be revised, by open time. */
  recent: Candle[]
  /** Open times of written candles of which a part was repaired since: they are made again. */
  repaired: { [timeframe in Timeframe]?: number[] }
  /** How often those were made again that may be once more, by open time. */
  remade: { [timeframe in Timeframe]?: { openMs: number; revision: number }[] }
  /** The stretch of the newest base candle: at hand, because each one goes into it. None before the first. */
  kept: KeptCandles | null
  /** No base candle that opens before was kept, however long ago that is. */
  keptFromMs: number
}

/** Beside the state of a symbol, in slots of their own, older base candles of the last two days. */
type Slot = State | KeptCandles
type Context = OperatorContext<Candle, Slot>

const longestFirst = [...timeframes].reverse()
/** Base candles are kept so long: what was repaired within is made again. */
const keptMs = 2 * 86_400_000
const repair = 'repair'

/**
 * Base candles to 5m, 15m, 1h, 4h and 1d candles, each visible only at its own close. Emits the
 * longest first, so that who looks at a closed 15m candle knows the 1h one that closed with it.
 *
 * A later trade's revision of a part does not change what is written. A repair by the exchange's own kline (any origin but
 * TICKS) does, up to two days back: when no more has come for `patienceMs`, the candle is written again as its next revision.
 */
export function higherTimeframes({ id, patienceMs, revisionMaxMs }: HigherTimeframesOptions) {
  return defineOperator<Candle, Candle, Slot>({
    id,
    version: 2,
    // Version 1 kept no candles to make others of again: what is repaired before it began to stays as it is.
    migrate: (saved) => {
      const state = saved as State
      return { ...state, repaired: {}, remade: {}, kept: null, keptFromMs: state.lastMs + 1 }
    },
    onRecord(candle, context) {
      const { timeframe } = candle
      if (!isTimeframe(timeframe)) return
      const state = stateOf(context) ?? emptyState(timeframe)
      if (timeframeMs[timeframe] > timeframeMs[state.base]) return
      if (timeframeMs[timeframe] < timeframeMs[state.base]) {
        // What is written stays written, whatever it was made of.
        const { written } = state
        Object.assign(state, emptyState(timeframe), { written, keptFromMs: candle.open_time })
        for (const slot of context.store.slots()) if (slot !== '') context.store.delete(slot)
      }
      if (candle.open_time > state.lastMs) takePart(state, candle, context)
      else takeRevision(state, candle, context)
      context.store.put(state)
    },
    /** All that have waited long enough, whichever of them rang: the order of slots is not theirs. */
    onTimer(slot, context) {
      const state = stateOf(context)
      if (state === undefined) return
      if (slot === repair) remake(state, context)
      else closeUpTo(state, context.timeMs - patienceMs, context)
      context.store.put(state)
    },
  })

  function takePart(state: State, part: Candle, context: Context): void {
    const partMs = part.open_time
    closeUpTo(state, partMs, context)
    settle(state, context)
    state.recent.push(part)
    state.lastMs = partMs
    keep(state, part, context)
    const baseMs = timeframeMs[state.base]
    let isLate = false
    for (const timeframe of timeframes) {
      const lengthMs = timeframeMs[timeframe]
      const openMs = partMs - (partMs % lengthMs)
      if (lengthMs <= baseMs || state.buckets[timeframe] !== undefined) continue
      if (openMs <= (state.written[timeframe] ?? Number.NEGATIVE_INFINITY)) {
        context.count('late-parts')
        isLate = true
        continue
      }
      state.buckets[timeframe] = { openMs, settled: null, settledParts: 0 }
      // History that is told when its time is long past is waited for like what comes in time.
      context.wakeAt(Math.max(openMs + lengthMs, context.timeMs) + patienceMs, timeframe)
    }
    if (isLate && part.origin !== 'TICKS') markRepaired(state, partMs, context)
    closeUpTo(state, partMs + baseMs, context)
  }

  /** A new revision, or a candle that was missing: it counts wherever its timeframe is still open. */
  function takeRevision(state: State, after: Candle, context: Context): void {
    const { recent } = state
    const isRepair = after.origin !== 'TICKS' && after.open_time >= keptFrom(state, context)
    if (after.open_time <= state.settledMs && !isRepair) {
      context.count('unplaced-parts')
      return
    }
    keep(state, after, context)
    if (after.open_time > state.settledMs) {
      let at = recent.length
      while (at > 0 && (recent[at - 1]?.open_time ?? 0) >= after.open_time) at--
      recent.splice(at, recent[at]?.open_time === after.open_time ? 1 : 0, after)
    } else resettle(state, after.open_time, context)
    if (isRepair) markRepaired(state, after.open_time, context)
  }

  /** Takes note of the written candles to which a repaired part belongs. */
  function markRepaired(state: State, partMs: number, context: Context): void {
    for (const timeframe of timeframes) {
      const openMs = partMs - (partMs % timeframeMs[timeframe])
      if (timeframeMs[timeframe] <= timeframeMs[state.base]) continue
      if (state.buckets[timeframe]?.openMs === openMs || openMs < keptFrom(state, context)) continue
      const known = state.repaired[timeframe] ?? []
      if (known.includes(openMs)) continue
      if (Object.keys(state.repaired).length === 0)
        context.wakeAt(context.timeMs + patienceMs, repair)
      state.repaired[timeframe] = [...known, openMs].sort((a, b) => a - b)
    }
  }

  /** Writes what was repaired again. */
  function remake(state: State, context: Context): void {
    const fromMs = keptFrom(state, context)
    for (const timeframe of longestFirst) {
      const lengthMs = timeframeMs[timeframe]
      const known = (state.remade[timeframe] ?? []).filter(({ openMs }) => openMs >= fromMs)
      for (const openMs of state.repaired[timeframe] ?? []) {
        if (openMs < fromMs) continue
        const parts = keptBetween(context, state, openMs, openMs + lengthMs)
        const expectedParts = lengthMs / timeframeMs[state.base]
        const bucket = { openMs, settled: null, settledParts: 0 }
        const candle = closeBucket(bucket, timeframe, parts, expectedParts)
        if (candle === undefined) continue
        const before = known.find((one) => one.openMs === openMs)
        const revision = (before?.revision ?? 0) + 1
        if (before === undefined) known.push({ openMs, revision })
        else before.revision = revision
        context.count('remade')
        context.emit({ ...candle, revision })
      }
      if (known.length > 0) state.remade[timeframe] = known
      else delete state.remade[timeframe]
    }
    state.repaired = {}
  }

  /** Sums up anew, in every open candle to which it belongs, the parts that will not be revised. */
  function resettle(state: State, partMs: number, context: Context): void {
    for (const timeframe of timeframes) {
      const bucket = state.buckets[timeframe]
      if (bucket === undefined || bucket.openMs > partMs) continue
      bucket.settled = null
      bucket.settledParts = 0
      for (const part of keptBetween(context, state, bucket.openMs, state.settledMs + 1))
        settlePart(bucket, timeframe, part)
    }
  }

  /** Writes every candle whose close is at or before a time. */
  function closeUpTo(state: State, timeMs: number, context: Context): void {
    for (const timeframe of longestFirst) {
      const bucket = state.buckets[timeframe]
      if (bucket === undefined || bucket.openMs + timeframeMs[timeframe] > timeMs) continue
      close(state, timeframe, bucket, context)
    }
  }

  function close(state: State, timeframe: Timeframe, bucket: Bucket, context: Context): void {
    delete state.buckets[timeframe]
    state.written[timeframe] = bucket.openMs
    context.cancelWake(timeframe)
    const endMs = bucket.openMs + timeframeMs[timeframe]
    const open = state.recent.filter(
      ({ open_time }) => open_time >= bucket.openMs && open_time < endMs,
    )
    const expectedParts = timeframeMs[timeframe] / timeframeMs[state.base]
    const candle = closeBucket(bucket, timeframe, open, expectedParts)
    if (candle !== undefined) context.emit(candle)
  }

  /** Parts that can no longer be revised go into the sums of the buckets they belong to. */
  function settle(state: State, context: Context): void {
    const oldestMs = context.timeMs - revisionMaxMs - 2 * timeframeMs[state.base]
    for (let first = state.recent[0]; first !== undefined && first.open_time < oldestMs; ) {
      for (const timeframe of timeframes) {
        const bucket = state.buckets[timeframe]
        if (bucket !== undefined && bucket.openMs <= first.open_time)
          settlePart(bucket, timeframe, first)
      }
      state.settledMs = first.open_time
      state.recent.shift()
      first = state.recent[0]
    }
  }
}

function stateOf({ store }: Context): State | undefined {
  return store.get() as State | undefined
}

function keptName(stretch: number): string {
  return `kept:${stretch}`
}

/** Open time of the oldest base candle that can be kept now. */
function keptFrom({ base, keptFromMs }: State, { timeMs }: Context): number {
  return Math.max(keptFromMs, stretchOf(timeMs - keptMs, base) * stretchCandles * timeframeMs[base])
}

function keep(state: State, candle: Candle, context: Context): void {
  const { store } = context
  const { base, lastMs } = state
  const stretch = stretchOf(candle.open_time, base)
  let kept = keptOf(state, stretch, context)
  if (kept === undefined) {
    kept = createKept(stretch, base)
    const fromMs = keptFrom(state, context)
    for (const other of store.slots())
      if (other !== '' && (store.get(other) as KeptCandles).firstMs < fromMs) store.delete(other)
  }
  keepCandle(kept, candle)
  if (kept === state.kept) return
  if (candle.open_time === lastMs) {
    if (state.kept !== null) store.put(state.kept, keptName(stretchOf(state.kept.firstMs, base)))
    store.delete(keptName(stretch))
    state.kept = kept
  } else store.put(kept, keptName(stretch))
}

function keptOf({ kept, base }: State, stretch: number, { store }: Context) {
  if (kept !== null && stretchOf(kept.firstMs, base) === stretch) return kept
  return store.get(keptName(stretch)) as KeptCandles | undefined
}

/** The base candles that open from one time to before another. */
function keptBetween(context: Context, state: State, fromMs: number, untilMs: number): Candle[] {
  const { base } = state
  const candles: Candle[] = []
  for (let at = stretchOf(fromMs, base); at <= stretchOf(untilMs - 1, base); at++) {
    const kept = keptOf(state, at, context)
    if (kept !== undefined) candles.push(...keptCandles(kept, context.key, fromMs, untilMs))
  }
  return candles
}

function emptyState(base: Timeframe): State {
  return {
    base,
    lastMs: Number.NEGATIVE_INFINITY,
    settledMs: Number.NEGATIVE_INFINITY,
    buckets: {},
    written: {},
    recent: [],
    repaired: {},
    remade: {},
    kept: null,
    keptFromMs: Number.NEGATIVE_INFINITY,
  }
}
