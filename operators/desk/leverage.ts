import type { MarketKind } from '../positions/levels.ts'

export interface LeverageConfig {
  /** `AUTO_LEVERAGE`; without it every position is at 1x. */
  readonly auto: boolean
  /** `desk.maxLeverage`, up to 20. */
  readonly leverageMax: number
  /** ATR times leverage, per cent. */
  readonly atrBudgetPct: number
  /** Liquidation lies this much nearer than one over the leverage. */
  readonly maintenancePct: number
  /** Liquidation over stop, as distances from the entry. */
  readonly liquidationToStop: number
}

export const leverageDefaults: LeverageConfig = {
  auto: true,
  leverageMax: 5,
  atrBudgetPct: 5,
  maintenancePct: 0.5,
  liquidationToStop: 2,
}

const confidenceSteps = [
  { below: 0.6, leverage: 3 },
  { below: 0.75, leverage: 5 },
  { below: 0.9, leverage: 10 },
] as const

const leverageAbove = 20

export interface LeverageCase {
  readonly kind: MarketKind
  /** ATR14 of 1h over the close, per cent. */
  readonly atrPct: number
  readonly confidence: number
  /** Distance of the stop from the entry, per cent. */
  readonly stopPct: number
}

export interface Leverage {
  readonly leverage: number
  /** What kept it from being more. */
  readonly limitedBy: 'volatility' | 'confidence' | 'maximum' | 'liquidation' | 'spot' | 'off'
}

/** Rounded down, but 2.9999999999999996 means 3. */
function wholeBelow(value: number): number {
  return Math.floor(value + 1e-9)
}

/** The least of what volatility, confidence, settings and the distance of liquidation allow. */
export function chooseLeverage(input: LeverageCase, config = leverageDefaults): Leverage {
  if (input.kind === 'spot') return { leverage: 1, limitedBy: 'spot' }
  if (!config.auto) return { leverage: 1, limitedBy: 'off' }
  const { atrPct, confidence, stopPct } = input
  const step = confidenceSteps.find(({ below }) => confidence < below)
  // Liquidation at 100 / leverage − maintenance per cent from the entry, or nearer.
  const liquidationPct = config.liquidationToStop * stopPct + config.maintenancePct
  const limits: readonly Leverage[] = [
    {
      leverage: atrPct > 0 ? wholeBelow(config.atrBudgetPct / atrPct) : 1,
      limitedBy: 'volatility',
    },
    { leverage: step?.leverage ?? leverageAbove, limitedBy: 'confidence' },
    { leverage: config.leverageMax, limitedBy: 'maximum' },
    { leverage: wholeBelow(100 / liquidationPct), limitedBy: 'liquidation' },
  ]
  const least = limits.reduce((a, b) => (b.leverage < a.leverage ? b : a))
  return { leverage: Math.max(1, least.leverage), limitedBy: least.limitedBy }
}
