import type { Candle } from '../../../schemas/contracts.generated.ts'
import { trueRanges } from './batch.ts'

const period = 14

/** Wilder's sums as he wrote them: the first plain over period − 1 candles, each next one decayed. */
function wilderSums(values: readonly number[]): number[] {
  const sums: number[] = []
  values.forEach((value, index) => {
    const before = sums[index - 1] ?? 0
    sums.push((index < period ? before : before * (1 - 1 / period)) + value)
  })
  return sums
}

/** All three directional indicators over 14 candles. */
export function directionalBatch(candles: readonly Candle[]) {
  const up = candles.map((c, i) => (i === 0 ? 0 : c.high - (candles[i - 1]?.high ?? 0)))
  const down = candles.map((c, i) => (i === 0 ? 0 : (candles[i - 1]?.low ?? 0) - c.low))
  const plus = wilderSums(up.map((rise, i) => (rise > 0 && rise > (down[i] ?? 0) ? rise : 0)))
  const minus = wilderSums(down.map((fall, i) => (fall > 0 && fall > (up[i] ?? 0) ? fall : 0)))
  const range = wilderSums(trueRanges(candles).map((value, i) => (i === 0 ? 0 : value)))
  const share = (sums: readonly number[]) =>
    sums.map((value, i) =>
      i < period ? null : (range[i] ?? 0) === 0 ? 0 : (100 * value) / (range[i] ?? 0),
    )
  const average: (number | null)[] = []
  let value = 0
  candles.forEach((_, i) => {
    const both = (plus[i] ?? 0) + (minus[i] ?? 0)
    const index = both === 0 ? null : (100 * Math.abs((plus[i] ?? 0) - (minus[i] ?? 0))) / both
    if (i >= period && i < 2 * period) value += (index ?? 0) / period
    if (i >= 2 * period && index !== null) value += (index - value) / period
    average.push(i < 2 * period - 1 ? null : value)
  })
  return { plus_di_14: share(plus), minus_di_14: share(minus), adx_14: average }
}
