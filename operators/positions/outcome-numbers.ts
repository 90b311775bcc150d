import type { Outcome } from '../../schemas/contracts.generated.ts'
import { type FundingPoint, fundingPct } from './funding.ts'
import { type Costs, type MarketKind, roundTripPct, type Side, sideSign } from './levels.ts'

export type OutcomeNumbers = Pick<
  Outcome,
  'gross_pct' | 'fees_pct' | 'funding_pct' | 'net_pct' | 'net_margin_pct' | 'pnl' | 'won'
>

export interface ClosedTrade {
  readonly kind: Outcome['kind']
  readonly market: MarketKind
  readonly side: Side
  readonly entryPrice: number
  readonly entryMs: number
  readonly exitPrice: number
  readonly exitMs: number
  readonly leverage: number
  readonly notional: number
  readonly costs: Costs
  /** Of the symbol; only those between entry and exit count, and only on perpetuals. */
  readonly funding: readonly FundingPoint[]
}

/** P/L on notional and on margin are two numbers; a shadow earns nothing. */
export function outcomeNumbers(trade: ClosedTrade): OutcomeNumbers {
  const { side, entryPrice, exitPrice } = trade
  const gross = sideSign(side) * (exitPrice / entryPrice - 1) * 100
  const fees = roundTripPct(trade.costs)
  const paysFunding = trade.market === 'perpetual'
  const funding = paysFunding ? fundingPct(trade.funding, side, trade.entryMs, trade.exitMs) : 0
  const net = gross - fees - funding
  return {
    gross_pct: gross,
    fees_pct: fees,
    funding_pct: funding,
    net_pct: net,
    net_margin_pct: net * trade.leverage,
    pnl: trade.kind === 'real' ? (trade.notional * net) / 100 : 0,
    won: net > 0,
  }
}
