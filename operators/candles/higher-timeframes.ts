import { defineOperator, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { isTimeframe, type Timeframe, timeframeMs, timeframes } from '../timeframe.ts'
import { addPart, type Bucket, revisePart, startBucket } from './bucket.ts'

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
  buckets: { [timeframe in Timeframe]?: Bucket }
  /** Base candles that may still be revised. */
  recent: Candle[]
}

type Context = OperatorContext<Candle, State>

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
      if (timeframeMs[timeframe] < timeframeMs[state.base])
        Object.assign(state, emptyState(timeframe))
      if (candle.open_time > state.lastMs) takePart(state, candle, context)
      else takeRevision(state, candle, context)
      context.store.put(state)
    },
    onTimer(slot, context) {
      const state = context.store.get()
      const timeframe = slot as Timeframe
      const bucket = state?.buckets[timeframe]
      if (state === undefined || bucket === undefined) return
      close(state, timeframe, bucket, context)
      context.store.put(state)
    },
  })

  function takePart(state: State, part: Candle, context: Context): void {
    state.lastMs = part.open_time
    remember(state, part, context)
    const endMs = part.open_time + timeframeMs[state.base]
    const closed: Timeframe[] = []
    for (const timeframe of timeframes) {
      const lengthMs = timeframeMs[timeframe]
      if (lengthMs <= timeframeMs[state.base]) continue
      const openMs = part.open_time - (part.open_time % lengthMs)
      const bucket = state.buckets[timeframe]
      if (bucket !== undefined && bucket.openMs !== openMs) close(state, timeframe, bucket, context)
      const current = state.buckets[timeframe]
      if (current === undefined) {
        state.buckets[timeframe] = startBucket(timeframe, openMs, part)
        context.wakeAt(openMs + lengthMs + patienceMs, timeframe)
      } else addPart(current, part)
      if (endMs === openMs + lengthMs) closed.push(timeframe)
    }
    for (const timeframe of closed.reverse()) {
      const bucket = state.buckets[timeframe]
      if (bucket !== undefined) close(state, timeframe, bucket, context)
    }
  }

  function takeRevision(state: State, after: Candle, context: Context): void {
    const at = state.recent.findIndex(({ open_time }) => open_time === after.open_time)
    const before = state.recent[at]
    if (before === undefined) {
      // A candle that came back after its time: the timeframes above are closed, or go on without it.
      context.count('unplaced-parts')
      return
    }
    state.recent[at] = after
    for (const timeframe of timeframes) {
      const bucket = state.buckets[timeframe]
      if (bucket === undefined || bucket.openMs > after.open_time) continue
      revisePart(bucket, before, after)
    }
  }

  function close(state: State, timeframe: Timeframe, bucket: Bucket, context: Context): void {
    delete state.buckets[timeframe]
    context.cancelWake(timeframe)
    const expected = timeframeMs[timeframe] / timeframeMs[state.base]
    context.emit({ ...bucket.sum, complete: bucket.parts === expected })
  }

  function remember(state: State, part: Candle, context: Context): void {
    const oldestMs = context.timeMs - revisionMaxMs - 2 * timeframeMs[state.base]
    while ((state.recent[0]?.open_time ?? Number.POSITIVE_INFINITY) < oldestMs) state.recent.shift()
    state.recent.push(part)
  }
}

function emptyState(base: Timeframe): State {
  return { base, lastMs: Number.NEGATIVE_INFINITY, buckets: {}, recent: [] }
}
