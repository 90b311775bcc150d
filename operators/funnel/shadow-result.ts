import { judgedFrom } from '../statistics/expectancy.ts'

/** What became of the shadows of some refused opportunities; of those that have closed. */
export interface ShadowResult {
  readonly closed: number
  /** Mean, per cent of notional net of costs; null without any. */
  readonly netPct: number | null
  readonly verdict: 'too few to judge' | null
}

export function shadowResult(
  refused: readonly { readonly shadowNetPct: number | null }[],
): ShadowResult {
  const nets = refused
    .map(({ shadowNetPct }) => shadowNetPct)
    .filter((net) => net !== null)
    // Rows come in any order: a sum in theirs would differ in its last bits.
    .sort((a, b) => a - b)
  const closed = nets.length
  return {
    closed,
    netPct: closed > 0 ? nets.reduce((sum, net) => sum + net, 0) / closed : null,
    verdict: closed < judgedFrom ? 'too few to judge' : null,
  }
}
