import type { Candle } from '../../schemas/contracts.generated.ts'
import { bounded, type Evidence } from './evidence.ts'

const candlesRead = 20
/** A move of the price counts from one ATR on. */
const moveFrom = 1
/** Takers who bought a tenth more of the volume than they sold, or less, are all on one side. */
const deltaFull = 0.1

/**
 * Price and cumulative taker delta (bought less sold) of twenty candles that go apart: a rise into which takers sold is not
 * believed, nor a fall into which they bought. Undefined where a candle does not tell what takers bought.
 */
export function readCvdDivergence(
  candles: readonly Candle[],
  atr: number,
): Omit<Evidence, 'weight'> | null | undefined {
  if (candles.length < candlesRead || atr <= 0) return undefined
  const read = candles.slice(-candlesRead)
  let volume = 0
  let delta = 0
  for (const candle of read) {
    if (candle.taker_buy_volume === null) return undefined
    volume += candle.volume
    delta += 2 * candle.taker_buy_volume - candle.volume
  }
  const first = read[0] as Candle
  const last = read[candlesRead - 1] as Candle
  const moved = (last.close - first.open) / atr
  const share = volume === 0 ? 0 : delta / volume
  if (Math.abs(moved) < moveFrom || moved * share >= 0) return null
  const text = `price moved ${moved.toFixed(1)} ATR, takers ${(100 * share).toFixed(1)} % of the volume the other way`
  return { score: bounded(share / deltaFull), text }
}
