import { contentId } from '../../engine/core/identity.ts'
import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import { exchangeHole } from '../../schemas/context-kinds.ts'
import type { Candle, CandleGap, ContextPoint } from '../../schemas/contracts.generated.ts'
import { isTimeframe, type Timeframe, timeframeMs } from '../timeframe.ts'

interface OpenGap {
  readonly fromMs: number
  readonly toMs: number
  readonly missing: number
  filled: number
  /** Candles of it that the exchange does not have. */
  absent: number
}

interface State {
  /** The shortest interval seen; only its candles count. */
  base: Timeframe
  /** Open time of the candle that comes next where none is missing. */
  nextMs: number
  open: OpenGap[]
}

type Context = OperatorContext<CandleGap, State>

/** So many holes of a symbol are followed until they are closed; older ones stay found. */
const openMax = 256

/**
 * Holes in the base candles of each symbol, as facts: found with the first candle behind one, closed when what was missing
 * has come as a repair (`baseCandles`) or the exchange was found to have none of it.
 */
export function candleGaps({ id }: { readonly id: string }) {
  return defineJoin<{ candle: Candle; context: ContextPoint }, CandleGap, State>({
    id,
    version: 1,
    on: {
      candle(candle, context) {
        const { timeframe, open_time: openMs, revision } = candle
        if (!isTimeframe(timeframe)) return
        const lengthMs = timeframeMs[timeframe]
        const known = context.store.get()
        const state =
          known === undefined || lengthMs < timeframeMs[known.base]
            ? { base: timeframe, nextMs: openMs, open: [] }
            : known
        if (lengthMs > timeframeMs[state.base]) return
        if (openMs >= state.nextMs) {
          if (openMs > state.nextMs) find(state, openMs - lengthMs, context)
          state.nextMs = openMs + lengthMs
        } else if (revision === 1) fill(state, openMs, context)
        context.store.put(state)
      },
      context({ kind, value, event_time: fromMs }, context) {
        const state = context.store.get()
        if (kind !== exchangeHole || state === undefined) return
        const stepMs = timeframeMs[state.base]
        const toMs = fromMs + (value - 1) * stepMs
        for (const gap of state.open) {
          const first = Math.max(gap.fromMs, fromMs)
          const last = Math.min(gap.toMs, toMs)
          if (first <= last) gap.absent += (last - first) / stepMs + 1
        }
        close(state, context)
        context.store.put(state)
      },
    },
  })

  function find(state: State, toMs: number, context: Context): void {
    const { nextMs: fromMs, base, open } = state
    const missing = (toMs - fromMs) / timeframeMs[base] + 1
    const gap = { fromMs, toMs, missing, filled: 0, absent: 0 }
    open.push(gap)
    if (open.length > openMax) open.shift()
    context.count('found')
    context.emit(recordOf(state, gap, 'FOUND', context))
  }

  /** A repair of a candle that was told before, if only as synthetic, is in no gap. */
  function fill(state: State, openMs: number, context: Context): void {
    const gap = state.open.find(({ fromMs, toMs }) => fromMs <= openMs && openMs <= toMs)
    if (gap === undefined) return
    gap.filled++
    close(state, context)
  }

  function close(state: State, context: Context): void {
    state.open = state.open.filter((gap) => {
      if (gap.filled + gap.absent < gap.missing) return true
      const became = gap.filled >= gap.missing ? 'FILLED' : 'ABSENT'
      context.count(became.toLowerCase())
      context.emit(recordOf(state, gap, became, context))
      return false
    })
  }
}

function recordOf(
  { base }: State,
  { fromMs, toMs, missing, filled }: OpenGap,
  state: CandleGap['state'],
  { key }: Context,
): CandleGap {
  return {
    id: contentId('gap', key, base, fromMs),
    symbol: key,
    timeframe: base,
    from_time: fromMs,
    to_time: toMs,
    missing,
    state,
    filled,
  }
}
