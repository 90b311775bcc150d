import { type OpenPosition, priceAtR } from './initial-risk.ts'

export interface PartialTakeProfit {
  /** `exits.partial_take_profit.atR`: where the part is taken, R (multiples of the initial risk). */
  readonly atR: number
  /** `exits.partial_take_profit.share`: of the whole position, between 0 and 1. */
  readonly share: number
}

export const partialTakeProfitDefaults: PartialTakeProfit = { atR: 1, share: 0.5 }

/** Where the part is taken, once; the rest goes on with the same take profit and the stop in force. */
export function partialLevel(open: OpenPosition, { atR }: PartialTakeProfit): number {
  return priceAtR(open, atR)
}
