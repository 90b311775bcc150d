import type { Status } from '../../schemas/contracts.generated.ts'

/** A symbol that was silent for so long is no longer followed: a delisted one would be the stalest for ever. */
export const forgottenMs = 7 * 86_400_000

/**
 * What a status says of the age of the data, in milliseconds of the source clock. The newest price
 * hides a symbol whose feed is dead, so the stalest symbol stands beside it.
 */
export function dataAge(
  priceTimes: { readonly [symbol: string]: number },
  timeMs: number,
): Pick<Status, 'data_time' | 'data_age_ms' | 'stalest_symbol' | 'stalest_age_ms'> {
  let newestMs: number | null = null
  let stalest: string | null = null
  let oldestMs = Number.POSITIVE_INFINITY
  // By name, so that the order in which symbols came decides nothing.
  for (const symbol of Object.keys(priceTimes).sort()) {
    const priceMs = priceTimes[symbol] as number
    newestMs = Math.max(newestMs ?? priceMs, priceMs)
    if (priceMs >= oldestMs || priceMs < timeMs - forgottenMs) continue
    stalest = symbol
    oldestMs = priceMs
  }
  return {
    data_time: newestMs,
    data_age_ms: newestMs === null ? null : timeMs - newestMs,
    stalest_symbol: stalest,
    stalest_age_ms: stalest === null ? null : timeMs - oldestMs,
  }
}
