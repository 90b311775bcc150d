import type { SymbolMarket } from '../market/symbol-market.ts'

export const sampleMs = 300_000
export const fundingMs = 28_800_000

const interestRate = 0.0001
const interestBand = 0.0005
const fundingMax = 0.0075
/** The premium where all money on credit stands on one side. */
const premiumMax = 0.001
/** Share of all accounts that counts as the top, by size of position. */
const topShare = 0.2

/** What the positions of all agents say at one moment. */
export interface ContextSample {
  readonly timeMs: number
  /** Lots that are held long, which are as many as are held short. */
  readonly openLots: number
  readonly longAccounts: number
  readonly shortAccounts: number
  /** Lots of the largest positions, by side. */
  readonly topLongLots: number
  readonly topShortLots: number
  /** Price over index, less one: what those on credit pay for crowding on one side. */
  readonly premium: number
  /** In ticks. */
  readonly price: number
}

export interface FundingTime {
  readonly timeMs: number
  readonly rate: number
  readonly price: number
}

export function contextSample(market: SymbolMarket, timeMs: number): ContextSample {
  const { accounts, firstOf } = market.crowd
  const { position } = accounts
  let openLots = 0
  let longAccounts = 0
  let shortAccounts = 0
  let net = 0
  let gross = 0
  for (let agent = 0; agent < position.length; agent++) {
    const lots = position[agent] as number
    if (lots > 0) {
      openLots += lots
      longAccounts++
    } else if (lots < 0) shortAccounts++
    const onCredit =
      agent >= firstOf.noise || (agent >= firstOf.trendFollower && agent < firstOf.contrarian)
    if (!onCredit) continue
    net += lots
    gross += Math.abs(lots)
  }
  const { topLongLots, topShortLots } = largestPositions(position)
  return {
    timeMs,
    openLots,
    longAccounts,
    shortAccounts,
    topLongLots,
    topShortLots,
    premium: gross === 0 ? 0 : (premiumMax * net) / gross,
    price: market.floor.price,
  }
}

function largestPositions(position: Float64Array) {
  const sizes = position.map((lots) => Math.abs(lots)).sort()
  const least = sizes[Math.floor(sizes.length * (1 - topShare))] ?? 0
  let topLongLots = 0
  let topShortLots = 0
  for (const lots of position) {
    if (lots >= least) topLongLots += lots
    else if (-lots >= least) topShortLots -= lots
  }
  return { topLongLots, topShortLots }
}

/** Binance's formula: the mean premium, drawn to the interest rate by up to 0.05 per cent. */
export function fundingRate(premium: number): number {
  const drawn = Math.max(-interestBand, Math.min(interestBand, interestRate - premium))
  return Math.max(-fundingMax, Math.min(fundingMax, premium + drawn))
}
