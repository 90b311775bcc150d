/** Where trades and liquidations are written down, as they happen. */
export interface Tape {
  trade(timeMs: number, tick: number, lots: number, takerBuys: boolean): void
  liquidation(timeMs: number, tick: number, lots: number, sells: boolean): void
}
