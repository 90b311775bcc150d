/** The account as the desk sees it when a candidate comes. */
export interface Account {
  readonly equity: number
  /** Of the open signals together, quote units. */
  readonly openNotional: number
  readonly openMargin: number
  /** Sum of the open signals' risk, each in per cent of the equity it was opened at. */
  readonly openRiskPct: number
  /** Real outcomes so far, and how many of them won. */
  readonly outcomes: number
  readonly wins: number
}

export interface MoneyConfig {
  /** Per cent of equity. */
  readonly riskPct: number
  readonly openRiskMaxPct: number
  /** Of equity, all open signals together. */
  readonly notionalMax: number
  /** Of the full Kelly bet. */
  readonly kellyShare: number
  readonly kellyFromOutcomes: number
  /** Of `riskPct`: what a bet without an edge keeps, so that outcomes and learning go on. */
  readonly kellyFloor: number
  /** Quote units: the least position worth opening. */
  readonly notionalMin: number
}

export const moneyDefaults: MoneyConfig = {
  riskPct: 1,
  openRiskMaxPct: 3,
  notionalMax: 3,
  kellyShare: 0.25,
  kellyFromOutcomes: 50,
  kellyFloor: 0.1,
  notionalMin: 10,
}

export const paperEquity = 10_000

export interface SizeCase {
  readonly account: Account
  /** What the stop takes, costs included, per cent of notional. */
  readonly lossPct: number
  /** Net of costs. */
  readonly rewardRisk: number
  readonly leverage: number
}

export interface Size {
  readonly notional: number
  readonly margin: number
  /** What the stop would take, per cent of equity. */
  readonly riskPct: number
  /** What kept it from being more. */
  readonly limitedBy: 'risk' | 'Kelly' | 'open risk' | 'notional' | 'margin'
}

/** The share of equity that maximises growth at this rate and reward/risk; below 0 there is no edge. */
export function kellyFraction(winRate: number, rewardRisk: number): number {
  return rewardRisk > 0 ? winRate - (1 - winRate) / rewardRisk : -1
}

/** Per cent of equity that Kelly allows: it only ever lowers the risk; null while it has no say. */
function kellyRiskPct({ account, rewardRisk }: SizeCase, config: MoneyConfig): number | null {
  if (account.outcomes < config.kellyFromOutcomes) return null
  const kelly = kellyFraction(account.wins / account.outcomes, rewardRisk)
  return Math.max(config.kellyFloor * config.riskPct, config.kellyShare * kelly * 100)
}

/** The least that any limit leaves; what is already open counts against the limits. */
export function sizePosition(input: SizeCase, config = moneyDefaults): Size {
  const { account, lossPct, leverage } = input
  const { equity } = account
  if (!(equity > 0 && lossPct > 0 && leverage >= 1)) {
    return { notional: 0, margin: 0, riskPct: 0, limitedBy: 'risk' }
  }
  const atRisk = (riskPct: number): number => (equity * riskPct) / lossPct
  const kellyPct = kellyRiskPct(input, config)
  const limits: readonly { notional: number; limitedBy: Size['limitedBy'] }[] = [
    { notional: atRisk(config.riskPct), limitedBy: 'risk' },
    ...(kellyPct === null ? [] : [{ notional: atRisk(kellyPct), limitedBy: 'Kelly' as const }]),
    { notional: atRisk(config.openRiskMaxPct - account.openRiskPct), limitedBy: 'open risk' },
    { notional: config.notionalMax * equity - account.openNotional, limitedBy: 'notional' },
    { notional: (equity - account.openMargin) * leverage, limitedBy: 'margin' },
  ]
  const least = limits.reduce((a, b) => (b.notional < a.notional ? b : a))
  const notional = Math.max(0, least.notional)
  return {
    notional,
    margin: notional / leverage,
    riskPct: (notional * lossPct) / equity,
    limitedBy: least.limitedBy,
  }
}
