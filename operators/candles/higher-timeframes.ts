import { defineOperator, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { isTimeframe, type Timeframe, timeframeMs, timeframes } from '../timeframe.ts'
import { type Bucket, closeBucket, settlePart } from './bucket.ts'

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
}

type Context = OperatorContext<Candle, State>

const longestFirst = [...timeframes].reverse()

/**
 * Base candles to 5m, 15m, 1h, 4h and 1d candles, each visible only at its own close. Emits the
 * longest first, so that who looks at a closed 15m candle knows the 1h one that closed with it.
 */
export function higherTimeframes({ id, patienceMs, revisionMaxMs }: HigherTimeframesOptions) {
  return defineOperator<Candle, Candle, State>({
    id,
    version: 1,
    onRecord(candle, context) {
      const { timeframe } = candle
      if (!isTimeframe(timeframe)) return
      const state = context.store.get() ?? emptyState(timeframe)
      if (timeframeMs[timeframe] > timeframeMs[state.base]) return
      if (timeframeMs[timeframe] < timeframeMs[state.base]) {
        // What is written stays written, whatever it was made of.
        Object.assign(state, emptyState(timeframe), { written: state.written })
      }
      if (candle.open_time > state.lastMs) takePart(state, candle, context)
      else takeRevision(state, candle, context)
      context.store.put(state)
    },
    /** All that have waited long enough, whichever of them rang: the order of slots is not theirs. */
    onTimer(_slot, context) {
      const state = context.store.get()
      if (state === undefined) return
      closeUpTo(state, context.timeMs - patienceMs, context)
      context.store.put(state)
    },
  })

  function takePart(state: State, part: Candle, context: Context): void {
    const partMs = part.open_time
    closeUpTo(state, partMs, context)
    settle(state, context)
    state.recent.push(part)
    state.lastMs = partMs
    const baseMs = timeframeMs[state.base]
    for (const timeframe of timeframes) {
      const lengthMs = timeframeMs[timeframe]
      const openMs = partMs - (partMs % lengthMs)
      if (lengthMs <= baseMs || state.buckets[timeframe] !== undefined) continue
      if (openMs <= (state.written[timeframe] ?? Number.NEGATIVE_INFINITY)) {
        context.count('late-parts')
        continue
      }
      state.buckets[timeframe] = { openMs, settled: null, settledParts: 0 }
      context.wakeAt(openMs + lengthMs + patienceMs, timeframe)
    }
    closeUpTo(state, partMs + baseMs, context)
  }

  /** A new revision, or a candle that was missing: it counts wherever its timeframe is still open. */
  function takeRevision(state: State, after: Candle, context: Context): void {
    const { recent } = state
    if (after.open_time <= state.settledMs) {
      context.count('unplaced-parts')
      return
    }
    let at = recent.length
    while (at > 0 && (recent[at - 1]?.open_time ?? 0) >= after.open_time) at--
    recent.splice(at, recent[at]?.open_time === after.open_time ? 1 : 0, after)
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

function emptyState(base: Timeframe): State {
  return {
    base,
    lastMs: Number.NEGATIVE_INFINITY,
    settledMs: Number.NEGATIVE_INFINITY,
    buckets: {},
    written: {},
    recent: [],
  }
}
