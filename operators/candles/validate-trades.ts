import type { OperatorContext } from '../../engine/core/operator.ts'
import { defineOperator } from '../../engine/core/operator.ts'
import type { Tick } from '../../schemas/contracts.generated.ts'
import { emptyBlock, idsPerBlock, type SeenBlock, sight } from './seen-trades.ts'
import { isJump, tradeFault } from './trade-rules.ts'

export interface ValidateTradesOptions {
  readonly id: string
  /** How long a trade's id is remembered; older duplicates are late anyway. */
  readonly rememberMs: number
  /** A price so much of the last good one away is quarantined: 0.5 = 50 %. */
  readonly jumpMax: number
  /** So many quarantined trades in a row are the new level. */
  readonly jumpTrades: number
  /** Or quarantined trades over so long. */
  readonly jumpMs: number
}

/** A trade that passed; `reanchored` marks the first ones at a new price level. */
export type ValidTrade = Tick & { readonly reanchored?: true }

interface Gate {
  readonly kind: 'gate'
  /** Which stretch of ids `seen` holds. */
  blockNumber: number
  seen: SeenBlock
  goodPrice: number
  quarantine: Tick[]
}

type State = Gate | { readonly kind: 'block'; readonly seen: SeenBlock }
type Context = OperatorContext<ValidTrade, State>

/**
 * Lets through each trade once, with believable numbers. Identical duplicates are dropped and
 * counted; another trade under a known id, and prices outside their bounds, go to the dead
 * letters. A price jump waits in quarantine until it is confirmed or contradicted.
 */
export function validateTrades(options: ValidateTradesOptions) {
  const { id, rememberMs, jumpMax, jumpTrades, jumpMs } = options
  return defineOperator<Tick, ValidTrade, State>({
    id,
    version: 1,
    onRecord(trade, context) {
      const fault = tradeFault(trade)
      if (fault !== undefined) {
        context.reject(fault.rule, fault.reason)
        return
      }
      const gate = gateOf(context)
      const sighting = sight(blockFor(gate, trade, rememberMs, context), trade)
      if (sighting === 'new') {
        judge(gate, trade, context)
      } else if (sighting === 'duplicate') {
        context.count('duplicates')
      } else {
        context.reject(
          'conflicting-duplicate',
          `trade ${trade.trade_id} was seen before with other content`,
        )
      }
      context.store.put(gate)
    },
    // A stretch of ids that was left so long ago is forgotten; if it is in use again, it is not in its slot.
    onTimer(slot, context) {
      context.store.delete(slot)
    },
  })

  function judge(gate: Gate, trade: Tick, context: Context): void {
    if (gate.goodPrice > 0 && isJump(trade.price, gate.goodPrice, jumpMax)) {
      quarantine(gate, trade, context)
      return
    }
    if (gate.quarantine.length > 0) {
      context.count('quarantine-refuted')
      for (const refuted of gate.quarantine) {
        context.reject(
          'price-jump',
          `${refuted.price} (trade ${refuted.trade_id}) was contradicted by ${trade.price}`,
          refuted,
        )
      }
      gate.quarantine = []
    }
    gate.goodPrice = trade.price
    context.forward()
  }

  function quarantine(gate: Gate, trade: Tick, context: Context): void {
    const first = gate.quarantine[0]
    // Jumps in different directions do not confirm each other: only the newest level is kept.
    if (first !== undefined && isJump(trade.price, first.price, jumpMax)) {
      for (const refuted of gate.quarantine) {
        context.reject(
          'price-jump',
          `${refuted.price} (trade ${refuted.trade_id}) was followed by ${trade.price}`,
          refuted,
        )
      }
      gate.quarantine = []
    }
    gate.quarantine.push(trade)
    const since = gate.quarantine[0]?.event_time ?? trade.event_time
    if (gate.quarantine.length < jumpTrades && trade.event_time - since < jumpMs) return
    context.count('reanchored')
    for (const believed of gate.quarantine) context.emit({ ...believed, reanchored: true })
    gate.quarantine = []
    gate.goodPrice = trade.price
  }
}

function gateOf(context: Context): Gate {
  const state = context.store.get()
  if (state?.kind === 'gate') return state
  return { kind: 'gate', blockNumber: -1, seen: emptyBlock(), goodPrice: 0, quarantine: [] }
}

/** The block of a trade's id: the one at hand, or one from the store. */
function blockFor(gate: Gate, trade: Tick, rememberMs: number, context: Context): SeenBlock {
  const number = Math.floor(trade.trade_id / idsPerBlock)
  if (number === gate.blockNumber) return gate.seen
  if (gate.blockNumber !== -1) {
    context.store.put({ kind: 'block', seen: gate.seen }, String(gate.blockNumber))
    context.wakeAt(context.timeMs + rememberMs, String(gate.blockNumber))
  }
  const known = context.store.take(String(number))
  gate.blockNumber = number
  gate.seen = known?.kind === 'block' ? known.seen : emptyBlock()
  return gate.seen
}
