import { type FollowConfig, followCandle } from '../operators/positions/follow.ts'
import type { FundingPoint } from '../operators/positions/funding.ts'
import {
  costDefaults,
  type Levels,
  levelsOf,
  type MarketKind,
  type Side,
} from '../operators/positions/levels.ts'
import { outcomeNumbers } from '../operators/positions/outcome-numbers.ts'
import { openPosition } from '../operators/positions/position.ts'
import { type LevelMode, structureLevels } from '../operators/positions/structure-levels.ts'
import type { Turn } from '../operators/positions/unbroken-turns.ts'
import type { Candle } from '../schemas/contracts.generated.ts'

/** A moment at which one could have entered: what a signal would have known then. */
export interface EntryMoment {
  readonly closeTimeMs: number
  readonly close: number
  /** ATR14 of 1h, in price. */
  readonly atr: number
  /** Swings of 1h that still stand, where levels go by them. */
  readonly turns?: readonly Turn[]
}

export interface EntryMarket {
  readonly market: MarketKind
  /** One symbol's shortest candles, oldest first. */
  readonly candles: readonly Pick<Candle, 'open_time' | 'open' | 'high' | 'low' | 'close'>[]
  readonly candleMs: number
  readonly funding: readonly FundingPoint[]
  /** From a candle's close to the first price at which a signal on it may be entered. */
  readonly entryDelayMs: number
  readonly levels: LevelMode
  /** Of the preset: what structure must not push reward/risk below. */
  readonly rewardRiskMin: number
  readonly follow: FollowConfig
  /** After which a position expires. */
  readonly ageMaxMs: number
}

/**
 * What entering at each of some moments would have given, net per cent of notional, by the levels, costs, funding and
 * exit rules of signals. A position whose end the candles do not reach is left out: NaN.
 */
export function entryOutcomes(
  moments: readonly EntryMoment[],
  side: Side,
  entries: EntryMarket,
): Float64Array {
  const { market, candles, candleMs, funding, entryDelayMs, follow, ageMaxMs } = entries
  const found = new Float64Array(moments.length).fill(Number.NaN)
  let first = 0
  const costs = costDefaults[market]
  moments.forEach((moment, at) => {
    const { closeTimeMs } = moment
    const levels = levelsAtMoment(moment, side, entries)
    if (levels === null) return
    while (first < candles.length && (candles[first]?.open_time ?? 0) + candleMs <= closeTimeMs)
      first += 1
    const entryAfterMs = closeTimeMs + entryDelayMs
    let position = openPosition(
      { id: '', side, takeProfit: levels.takeProfit, stopLoss: levels.stopLoss, entryAfterMs },
      closeTimeMs,
      ageMaxMs,
    )
    for (let i = first; i < candles.length; i += 1) {
      const { open_time: openMs, open, high, low, close: last } = candles[i] as Candle
      const candle = { openMs, closeMs: openMs + candleMs, open, high, low, close: last }
      const step = followCandle(position, candle, follow)
      position = step.position
      if (step.lapsed) return
      if (step.exit === null || position.entry === null) continue
      found[at] = outcomeNumbers({
        ...{ kind: 'shadow', market, side, parts: position.parts, leverage: 1, notional: 0 },
        ...{ entryPrice: position.entry.price, entryMs: position.entry.timeMs },
        ...{ exitPrice: step.exit.price, exitMs: step.exit.timeMs, costs, funding },
      }).net_pct
      return
    }
  })
  return found
}

/** As a signal's there would have been. */
function levelsAtMoment(
  { close: price, atr, turns = [] }: EntryMoment,
  side: Side,
  { market: kind, levels, rewardRiskMin }: EntryMarket,
): Levels | null {
  const input = { side, kind, price, atr, costs: costDefaults[kind] }
  if (levels === 'atr') return levelsOf(input)
  return structureLevels({ ...input, turns, timeframe: '1h', rewardRiskMin })
}
