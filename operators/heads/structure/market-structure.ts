import type { Candle } from '../../../schemas/contracts.generated.ts'
import type { Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'

export interface StructureBreak {
  readonly side: Side
  /** `change of character`: against the trend until then. */
  readonly kind: 'break of structure' | 'change of character'
  /** Of the swing that was broken. */
  readonly price: number
  /** Candles since the close that broke it. */
  readonly age: number
}

export interface MarketStructure {
  /** The side of the newest break; 0 where nothing was broken yet. */
  readonly trend: Side | 0
  readonly lastBreak: StructureBreak | null
}

/**
 * Follows the closes through the swings: the first one beyond the newest standing swing breaks structure, with the trend
 * or against it. A swing stands from `reach` candles after it until a close goes beyond it.
 */
export function readMarketStructure(
  candles: readonly Candle[],
  swings: readonly Swing[],
  reach: number,
): MarketStructure {
  let trend: Side | 0 = 0
  let lastBreak: StructureBreak | null = null
  let high: Swing | null = null
  let low: Swing | null = null
  let next = 0
  for (let index = 0; index < candles.length; index += 1) {
    for (let swing = swings[next]; swing !== undefined; swing = swings[next]) {
      if (swing.index + reach > index) break
      if (swing.kind === 'high') high = swing
      else low = swing
      next += 1
    }
    const close = candles[index]?.close ?? Number.NaN
    const above: boolean = high !== null && close > high.price
    const below: boolean = low !== null && close < low.price
    // Both at once says nothing; so has a chart upside down.
    if (above === below) continue
    const side: Side = above ? 1 : -1
    const price: number = (above ? high?.price : low?.price) ?? Number.NaN
    const kind: StructureBreak['kind'] =
      trend === -side ? 'change of character' : 'break of structure'
    lastBreak = { side, kind, price, age: candles.length - 1 - index }
    trend = side
    if (above) high = null
    else low = null
  }
  return { trend, lastBreak }
}
