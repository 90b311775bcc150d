import { defineJoin, type OperatorContext } from '../../engine/core/operator.ts'
import type { Kline, PriceTime } from '../../schemas/contracts.generated.ts'
import { type Timeframe, timeframeMs } from '../timeframe.ts'
import { klineFault } from './kline-rules.ts'
import type { ValidTrade } from './validate-trades.ts'

interface State {
  newestMs: number
  /** Whether a timer is set that will tell it. */
  pending: boolean
}

type Context = OperatorContext<PriceTime, State>

/**
 * Tells when the newest price of a symbol was made, at the multiples of `everyMs` on the source
 * clock, and only where it is newer than told before: so what hears nothing knows that the feed is
 * silent, while heartbeats move the clock on. A kline's price is as new as its close.
 */
export function priceTimes({ id, everyMs }: { readonly id: string; readonly everyMs: number }) {
  return defineJoin<{ trade: ValidTrade; kline: Kline }, PriceTime, State>({
    id,
    version: 1,
    on: {
      trade(trade, context) {
        hear(trade.event_time, context)
      },
      kline(kline, context) {
        if (klineFault(kline) !== undefined) return
        hear(kline.open_time + timeframeMs[kline.interval as Timeframe], context)
      },
    },
    onTimer(_slot, context) {
      const state = context.store.get()
      if (state === undefined) return
      context.store.put({ newestMs: state.newestMs, pending: false })
      context.emit({ symbol: context.key, price_time: state.newestMs })
    },
  })

  function hear(priceMs: number, context: Context): void {
    const state = context.store.get()
    if (state === undefined || !state.pending) {
      if (state !== undefined && priceMs <= state.newestMs) return
      context.wakeAt((Math.floor(context.timeMs / everyMs) + 1) * everyMs)
      context.store.put({ newestMs: priceMs, pending: true })
    } else if (priceMs > state.newestMs) {
      state.newestMs = priceMs
      context.store.put(state)
    }
  }
}
