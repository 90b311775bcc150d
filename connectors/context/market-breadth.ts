import type { ContextAdapter, ContextWeb } from './adapter.ts'
import { ContextSourceError } from './adapter.ts'
import { listOf, numberOf } from './answer.ts'

const leader = 'BTCUSDT'
const weekDays = 7

/** Bitcoin's share of all coins' market value, as `btc_dominance`, by CoinGecko's global figures. */
export function bitcoinDominance(url: string): ContextAdapter {
  return {
    id: 'dominance',
    scope: 'market',
    everyMs: 900_000,
    staleMs: 6 * 3_600_000,
    async observe(web) {
      const answer = (await web.json(url)) as {
        readonly data?: { readonly [name: string]: unknown }
      } | null
      return [
        {
          symbol: null,
          kind: 'btc_dominance',
          value: numberOf(url, answer?.data?.market_cap_percentage, 'btc') / 100,
          eventMs: 1_000 * numberOf(url, answer?.data, 'updated_at'),
          detail: null,
        },
      ]
    },
  }
}

/**
 * The share of the traded symbols that have gained more than Bitcoin within a week, as `breadth`: near 1 is what people call an alt
 * season. Of Bitcoin alone there is none.
 */
export function altBreadth(baseUrl: string): ContextAdapter {
  return {
    id: 'breadth',
    scope: 'market',
    everyMs: 3_600_000,
    staleMs: 86_400_000,
    async observe(web, symbols, nowMs) {
      const others = symbols.filter((symbol) => symbol !== leader)
      if (others.length === 0) return []
      const bitcoin = await weekGain(web, baseUrl, leader)
      let ahead = 0
      for (const symbol of others) if ((await weekGain(web, baseUrl, symbol)) > bitcoin) ahead++
      const detail = `${ahead} of ${others.length} ahead of Bitcoin in ${weekDays} days`
      return [
        { symbol: null, kind: 'breadth', value: ahead / others.length, eventMs: nowMs, detail },
      ]
    },
  }
}

async function weekGain(web: ContextWeb, baseUrl: string, symbol: string): Promise<number> {
  const url = `${baseUrl}/fapi/v1/klines?symbol=${symbol}&interval=1d&limit=${weekDays + 1}`
  const klines = listOf(url, await web.json(url), 2) as readonly (readonly unknown[])[]
  const close = (kline: readonly unknown[] | undefined): number => Number(kline?.[4])
  const gain = close(klines.at(-1)) / close(klines[0]) - 1
  if (Number.isFinite(gain)) return gain
  throw new ContextSourceError(url, 'has candles without a close')
}
