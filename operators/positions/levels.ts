import type { Direction } from '../../schemas/contracts.generated.ts'

/** A direction that can be held. */
export type Side = Exclude<Direction, 'FLAT'>

export type MarketKind = 'perpetual' | 'spot'

export function sideSign(side: Side): 1 | -1 {
  return side === 'LONG' ? 1 : -1
}

/** Per cent of notional, on each side of a trade. */
export interface Costs {
  readonly feePct: number
  readonly slippagePct: number
}

export const costDefaults: { readonly [kind in MarketKind]: Costs } = {
  perpetual: { feePct: 0.05, slippagePct: 0.02 },
  spot: { feePct: 0.1, slippagePct: 0.02 },
}

export interface LevelConfig {
  readonly stopLossAtr: number
  readonly takeProfitAtr: number
}

export const levelDefaults: LevelConfig = { stopLossAtr: 1.2, takeProfitAtr: 2.4 }

export interface Levels {
  readonly takeProfit: number
  readonly stopLoss: number
  readonly atrPct: number
  /** Entry and exit together, per cent of notional. */
  readonly costsPct: number
  /** What the take profit leaves after costs. */
  readonly netProfitPct: number
  /** What the stop takes, costs included. */
  readonly netLossPct: number
  /** Net of costs. */
  readonly rewardRisk: number
  /** The win rate at which nothing is won and nothing lost. */
  readonly breakEven: number
  /** Why they stand there. */
  readonly reason: string
}

export function roundTripPct(costs: Costs): number {
  return 2 * (costs.feePct + costs.slippagePct)
}

/** What the stop takes, costs included, per cent of notional. */
export function lossAtStopPct(reference: number, stopLoss: number, costs: Costs): number {
  return (Math.abs(reference - stopLoss) / reference) * 100 + roundTripPct(costs)
}

export function breakEvenRate(rewardRisk: number): number {
  return rewardRisk > 0 ? 1 / (1 + rewardRisk) : 1
}

export interface LevelInput {
  readonly side: Side
  readonly kind: MarketKind
  readonly price: number
  /** ATR14 of 1h or of the longer analysis timeframe, in price. */
  readonly atr: number
  readonly costs: Costs
}

/** Null where there can be no position: SHORT on spot, no ATR, a level that is no price. */
export function levelsOf(input: LevelInput, config = levelDefaults): Levels | null {
  const { side, kind, price, atr } = input
  if (kind === 'spot' && side === 'SHORT') return null
  if (!(price > 0 && atr > 0)) return null
  const sign = sideSign(side)
  const takeProfit = price + sign * config.takeProfitAtr * atr
  const stopLoss = price - sign * config.stopLossAtr * atr
  if (!(takeProfit > 0 && stopLoss > 0)) return null
  return levelsAt(input, {
    takeProfit,
    stopLoss,
    reason: `${stopReason(config)}; ${targetReason(config)}`,
  })
}

export function stopReason({ stopLossAtr }: LevelConfig): string {
  return `stop ${stopLossAtr} ATR away`
}

export function targetReason({ takeProfitAtr }: LevelConfig): string {
  return `target ${takeProfitAtr} ATR away`
}

/** What two prices are worth, net of costs. */
export function levelsAt(
  { price, atr, costs }: LevelInput,
  { takeProfit, stopLoss, reason }: Pick<Levels, 'takeProfit' | 'stopLoss' | 'reason'>,
): Levels {
  const costsPct = roundTripPct(costs)
  const netProfitPct = (Math.abs(takeProfit - price) / price) * 100 - costsPct
  const netLossPct = lossAtStopPct(price, stopLoss, costs)
  const rewardRisk = netProfitPct / netLossPct
  return {
    takeProfit,
    stopLoss,
    atrPct: (atr / price) * 100,
    costsPct,
    netProfitPct,
    netLossPct,
    rewardRisk,
    breakEven: breakEvenRate(rewardRisk),
    reason,
  }
}
