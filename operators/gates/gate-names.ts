/** What one symbol is asked, in order; none after the first refusal. */
export const marketGateNames = [
  'consensus',
  'confluence',
  'reward-risk',
  'history',
  'memory-risk',
  'model-approval',
  'net-profit',
  'freshness',
] as const

/** What the desk asks of a candidate, over all symbols, in order. */
export const deskGateNames = [
  'halted',
  'regime-limit',
  'cool-down',
  'one-per-symbol',
  'exposure',
] as const

/** Every gate on the way from an opportunity to a signal: no rejection names another. */
export const gateNames = [...marketGateNames, ...deskGateNames] as const

export type MarketGateName = (typeof marketGateNames)[number]
export type DeskGateName = (typeof deskGateNames)[number]
export type GateName = (typeof gateNames)[number]
