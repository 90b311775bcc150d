import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle, Kline } from '../../schemas/contracts.generated.ts'
import { minuteMs } from '../timeframe.ts'
import { agrees, candleOfKline, klineFault } from './kline-rules.ts'
import {
  addTrade,
  candleOfTrades,
  isGapless,
  type Minute,
  startMinute,
  syntheticCandle,
} from './minute.ts'
import type { ValidTrade } from './validate-trades.ts'

export interface BaseCandlesOptions {
  readonly id: string
  /** How long after its close a minute waits for trades (`candles.grace`). */
  readonly graceMs: number
  /** How long a final candle may still be revised (`revision.max`). */
  readonly revisionMaxMs: number
  /** After so many minutes without a trade no more are written. */
  readonly quietMinutesMax: number
}

interface State {
  /** Minutes whose close + grace has not come. */
  open: Minute[]
  /** Final candles that may still be revised, oldest first, with their trades where they have any. */
  final: { candle: Candle; minute: Minute | null; gapless: boolean }[]
  /** The minute whose close is timed; NaN while no trades come. */
  timedMs: number
  lastClose: number
  lastReceiveMs: number
  greatestId: number
  quiet: number
}

type Context = OperatorContext<Candle, State>

/**
 * Trades and klines to final candles of the shortest interval there is. Trades make 1m candles,
 * final when the clock passes close + grace; each later trade makes a revision until
 * `revisionMaxMs`, then it is a dead letter. A minute whose trade ids have no gap wins over its
 * kline; any other gives way to it. A kline without trades is a candle of its own interval.
 */
export function baseCandles(options: BaseCandlesOptions) {
  const { id, graceMs, revisionMaxMs, quietMinutesMax } = options

  return defineJoin<{ trade: ValidTrade; kline: Kline }, Candle, State>({
    id,
    version: 1,
    on: {
      trade(trade, context) {
        const state = context.store.get() ?? emptyState()
        const eventMs = trade.event_time
        const openMs = eventMs - (eventMs % minuteMs)
        const current = state.open[state.open.length - 1]
        if (current !== undefined && current.openMs === openMs) addTrade(current, trade)
        else if (openMs + minuteMs + graceMs > context.timeMs)
          addToOpen(state, openMs, trade, context)
        else if (openMs + minuteMs + revisionMaxMs > context.timeMs)
          revise(state, openMs, trade, context)
        else {
          context.reject(
            'late',
            `the minute of ${openMs} ended more than ${revisionMaxMs} ms before the clock, ${context.timeMs}`,
          )
          return
        }
        context.store.put(state)
      },
      kline(kline, context) {
        const fault = klineFault(kline)
        if (fault !== undefined) {
          context.reject(fault.rule, fault.reason)
          return
        }
        const state = context.store.get() ?? emptyState()
        takeKline(state, kline, context)
        context.store.put(state)
      },
    },
    onTimer(_slot, context) {
      const state = context.store.get()
      if (state === undefined) return
      closeMinute(state, context)
      context.store.put(state)
    },
  })

  function addToOpen(state: State, openMs: number, trade: ValidTrade, context: Context): void {
    const known = state.open.find((minute) => minute.openMs === openMs)
    if (known !== undefined) {
      addTrade(known, trade)
      return
    }
    state.open.push(startMinute(openMs, trade))
    state.open.sort((a, b) => a.openMs - b.openMs)
    if (!(state.timedMs <= openMs)) {
      state.timedMs = openMs
      context.wakeAt(openMs + minuteMs + graceMs)
    }
  }

  function closeMinute(state: State, context: Context): void {
    const openMs = state.timedMs
    const minute = state.open[0]
    if (minute?.openMs === openMs) {
      state.open.shift()
      minute.revision = 0
      const gapless = isGapless(minute, state.greatestId)
      state.greatestId = Math.max(state.greatestId, minute.greatestId)
      state.lastClose = minute.close
      state.lastReceiveMs = Math.max(state.lastReceiveMs, minute.receiveMs)
      state.quiet = 0
      finish(state, candleOfTrades(context.key, minute), minute, gapless, context)
    } else {
      state.quiet++
      const receiveMs = Math.max(state.lastReceiveMs, openMs + minuteMs)
      finish(
        state,
        syntheticCandle(context.key, openMs, state.lastClose, receiveMs),
        null,
        false,
        context,
      )
    }
    if (state.quiet < quietMinutesMax || state.open.length > 0) {
      const nextMs =
        state.quiet < quietMinutesMax ? openMs + minuteMs : (state.open[0]?.openMs ?? openMs)
      state.timedMs = nextMs
      context.wakeAt(nextMs + minuteMs + graceMs)
    } else {
      state.timedMs = Number.NaN
      state.quiet = 0
    }
  }

  function finish(
    state: State,
    candle: Candle,
    minute: Minute | null,
    gapless: boolean,
    context: Context,
  ): void {
    const oldest = context.timeMs - revisionMaxMs
    while ((state.final[0]?.candle.open_time ?? oldest) + minuteMs <= oldest) state.final.shift()
    state.final.push({ candle, minute, gapless })
    context.emit(candle)
  }

  function revise(state: State, openMs: number, trade: ValidTrade, context: Context): void {
    const known = state.final.find(({ candle }) => candle.open_time === openMs)
    context.count('revisions')
    if (known === undefined) {
      const minute = startMinute(openMs, trade)
      minute.revision = 0
      finish(state, candleOfTrades(context.key, minute), minute, false, context)
      return
    }
    if (known.candle.origin !== 'TICKS') {
      // The kline that replaced these trades already holds this one.
      context.count('late-under-kline')
      return
    }
    if (known.minute === null) known.minute = startMinute(openMs, trade)
    else addTrade(known.minute, trade)
    known.minute.revision = known.candle.revision + 1
    known.candle = candleOfTrades(context.key, known.minute)
    if (state.final[state.final.length - 1] === known) state.lastClose = known.candle.close
    context.emit(known.candle)
  }

  function takeKline(state: State, kline: Kline, context: Context): void {
    if (kline.interval !== '1m') {
      // Longer ones count only where nothing shorter is: the aggregation sees to that.
      context.emit(candleOfKline(kline, 0))
      return
    }
    const known = state.final.find(({ candle }) => candle.open_time === kline.open_time)
    if (known === undefined) {
      if (state.open.some(({ openMs }) => openMs === kline.open_time)) {
        // It came before the minute's own close: its trades are still being counted.
        context.count('early-klines')
        return
      }
      if (
        kline.open_time + minuteMs + revisionMaxMs <= context.timeMs &&
        kline.origin === 'STREAM'
      ) {
        context.reject(
          'late',
          `the kline of ${kline.open_time} came at ${context.timeMs}, after its revision time`,
        )
        return
      }
      finish(state, candleOfKline(kline, 0), null, false, context)
      return
    }
    if (agrees(known.candle, kline)) {
      context.count('agreeing-klines')
      return
    }
    context.count('differing-klines')
    if (known.gapless && known.candle.origin === 'TICKS') return
    known.candle = candleOfKline(kline, known.candle.revision + 1)
    context.emit(known.candle)
  }
}

function emptyState(): State {
  return {
    open: [],
    final: [],
    timedMs: Number.NaN,
    lastClose: 0,
    lastReceiveMs: 0,
    greatestId: -1,
    quiet: 0,
  }
}
