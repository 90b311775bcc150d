import type { Candidate, Direction } from '../../schemas/contracts.generated.ts'
import type { Halt } from './brakes.ts'
import type { Size } from './money.ts'

export interface OpenSignal {
  readonly id: string
  readonly symbol: string
  readonly direction: Direction
  /** The regime at its entry. */
  readonly regime: string
  readonly notional: number
  readonly margin: number
  readonly riskPct: number
}

/** What the desk's gates look at. */
export interface DeskState {
  readonly halt: Halt | null
  /** Real signals that are not yet an outcome, in the order of their opening. */
  readonly open: readonly OpenSignal[]
  readonly lastSignalMs: number | null
  readonly lastByDirectionMs: { readonly [direction: string]: number }
  readonly lastBySymbolMs: { readonly [symbol: string]: number }
}

export const initialDesk: DeskState = {
  halt: null,
  open: [],
  lastSignalMs: null,
  lastByDirectionMs: {},
  lastBySymbolMs: {},
}

export function withSignal(
  desk: DeskState,
  candidate: Pick<Candidate, 'id' | 'symbol' | 'direction' | 'regime'>,
  size: Size,
  timeMs: number,
): DeskState {
  const { id, symbol, direction, regime } = candidate
  const { notional, margin, riskPct } = size
  return {
    ...desk,
    open: [...desk.open, { id, symbol, direction, regime, notional, margin, riskPct }],
    lastSignalMs: timeMs,
    lastByDirectionMs: { ...desk.lastByDirectionMs, [direction]: timeMs },
    lastBySymbolMs: { ...desk.lastBySymbolMs, [symbol]: timeMs },
  }
}

/** The cool-downs run from the signal, not from its end. */
export function withoutSignal(desk: DeskState, id: string): DeskState {
  return { ...desk, open: desk.open.filter((signal) => signal.id !== id) }
}

export function openTotals(desk: DeskState): {
  readonly openNotional: number
  readonly openMargin: number
  readonly openRiskPct: number
} {
  let openNotional = 0
  let openMargin = 0
  let openRiskPct = 0
  for (const { notional, margin, riskPct } of desk.open) {
    openNotional += notional
    openMargin += margin
    openRiskPct += riskPct
  }
  return { openNotional, openMargin, openRiskPct }
}
