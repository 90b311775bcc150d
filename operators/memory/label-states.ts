import type { Embedding } from '../../schemas/contracts.generated.ts'
import type { FollowedCandle } from '../positions/follow.ts'
import type { Side } from '../positions/levels.ts'
import type { MemorySettings } from './memory-settings.ts'
import { fundingOf, type MemoryStore, putState, type StatesHead, stateAt } from './remembered.ts'
import { type Followed, whatFollowed } from './what-followed.ts'

/**
 * States whose time has passed by the close at hand get what followed them and can be neighbours from
 * now on; the oldest of these are forgotten.
 */
export function labelStates(
  store: MemoryStore,
  head: StatesHead,
  nowMs: number,
  settings: MemorySettings,
): Embedding['joined'] {
  const joined: Embedding['joined'][number][] = []
  for (; head.unlabelled < head.next; head.unlabelled++) {
    const number = head.unlabelled
    const state = stateAt(store, number)
    const { close, closeMs } = state.candle
    if (closeMs + settings.ageMaxMs > nowMs) break
    const entry = { close, closeMs, atr: state.atr }
    const follow = (side: Side): Followed | null =>
      whatFollowed(side, entry, candlesAfter(store, head, number), fundingOf(store), settings)
    const long = follow('LONG')
    const short = follow('SHORT')
    putState(store, number, { ...state, long, short })
    joined.push({
      id: state.id,
      close_time: closeMs,
      long_net_pct: long?.netPct ?? null,
      long_drawdown_pct: long?.drawdownPct ?? null,
      short_net_pct: short?.netPct ?? null,
      short_drawdown_pct: short?.drawdownPct ?? null,
    })
  }
  for (; head.unlabelled - head.first > settings.statesMax; head.first++) {
    store.delete(String(head.first))
  }
  return joined
}

function* candlesAfter(
  store: MemoryStore,
  { next }: StatesHead,
  number: number,
): Generator<FollowedCandle> {
  for (let after = number + 1; after < next; after++) yield stateAt(store, after).candle
}
