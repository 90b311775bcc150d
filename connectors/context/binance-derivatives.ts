import type { ContextAdapter, ContextWeb, Observation } from './adapter.ts'
import { listOf, numberOf } from './answer.ts'

/**
 * What Binance's USD-M futures tell of each symbol beside its price: `funding` (the last rate paid), `mark_price`, `premium` (mark over
 * index, a share), `open_interest` (base units), `open_interest_change` (a share, over an hour), `long_short_ratio` (accounts) and
 * `taker_flow` (bought for each one sold), of five minutes each. No key is needed.
 */
export function binanceDerivatives(baseUrl: string): ContextAdapter {
  return {
    id: 'binance-derivatives',
    scope: 'symbol',
    everyMs: 300_000,
    staleMs: 1_800_000,
    async observe(web, symbols) {
      const observations: Observation[] = []
      for (const symbol of symbols)
        observations.push(...(await observeSymbol(web, baseUrl, symbol)))
      return observations
    },
  }
}

async function observeSymbol(
  web: ContextWeb,
  baseUrl: string,
  symbol: string,
): Promise<readonly Observation[]> {
  const observation = (kind: string, value: number, eventMs: number): Observation => ({
    symbol,
    kind,
    value,
    eventMs,
    detail: null,
  })
  const premiumUrl = `${baseUrl}/fapi/v1/premiumIndex?symbol=${symbol}`
  const premium = await web.json(premiumUrl)
  const markMs = numberOf(premiumUrl, premium, 'time')
  const mark = numberOf(premiumUrl, premium, 'markPrice')
  const index = numberOf(premiumUrl, premium, 'indexPrice')

  const interestUrl = `${baseUrl}/futures/data/openInterestHist?symbol=${symbol}&period=1h&limit=2`
  const [earlier, latest] = listOf(interestUrl, await web.json(interestUrl), 2)
  const interest = numberOf(interestUrl, latest, 'sumOpenInterest')
  const interestMs = numberOf(interestUrl, latest, 'timestamp')
  const before = numberOf(interestUrl, earlier, 'sumOpenInterest')

  const accountsUrl = `${baseUrl}/futures/data/globalLongShortAccountRatio?symbol=${symbol}&period=5m&limit=1`
  const [accounts] = listOf(accountsUrl, await web.json(accountsUrl), 1)
  const takersUrl = `${baseUrl}/futures/data/takerlongshortRatio?symbol=${symbol}&period=5m&limit=1`
  const [takers] = listOf(takersUrl, await web.json(takersUrl), 1)

  return [
    observation('mark_price', mark, markMs),
    observation('premium', mark / index - 1, markMs),
    observation('funding', numberOf(premiumUrl, premium, 'lastFundingRate'), markMs),
    observation('open_interest', interest, interestMs),
    ...(before > 0 ? [observation('open_interest_change', interest / before - 1, interestMs)] : []),
    observation(
      'long_short_ratio',
      numberOf(accountsUrl, accounts, 'longShortRatio'),
      numberOf(accountsUrl, accounts, 'timestamp'),
    ),
    observation(
      'taker_flow',
      numberOf(takersUrl, takers, 'buySellRatio'),
      numberOf(takersUrl, takers, 'timestamp'),
    ),
  ]
}
