import { compareStrategies, type StrategyRecord } from '../research/like-strategies.ts'
import type { Direction } from '../schemas/contracts.generated.ts'
import { answerRows } from './answer-rows.ts'
import { headLabel, minute, percent, signed } from './figures.ts'
import { type SimilarAsked, type SimilarStates, similarStates } from './similar-states.ts'
import type { AskTables } from './tables.ts'

export interface LikeStrategies {
  readonly found: SimilarStates
  readonly strategies: readonly StrategyRecord[]
}

/** What each side and each head would have given at the states most like that of a symbol at a time. */
export async function likeStrategies(ask: AskTables, asked: SimilarAsked): Promise<LikeStrategies> {
  const found = await similarStates(ask, asked)
  const said = await votesAt(ask, asked.symbol, found)
  const states = found.similar.map(({ closeMs, longNetPct, shortNetPct }) => ({
    longNetPct,
    shortNetPct,
    said: said.get(closeMs) ?? {},
  }))
  return { found, strategies: compareStrategies(states) }
}

/** By the close of a state, the votes that were OK and held then: each head's newest. */
async function votesAt(
  ask: AskTables,
  symbol: string,
  { similar }: SimilarStates,
): Promise<ReadonlyMap<number, { readonly [head: string]: Direction }>> {
  const said = new Map<number, { [head: string]: Direction }>()
  if (similar.length === 0) return said
  const closes = similar.map(({ closeMs }) => closeMs).join(', ')
  const rows = answerRows<readonly [string | number, string, Direction]>(
    await ask(
      `WITH fromUnixTimestamp64Milli(arrayJoin([${closes}])) AS at
SELECT toUnixTimestamp64Milli(at), head, argMax(direction, close_time)
FROM head_votes WHERE symbol = '${symbol}' AND validity = 'OK' AND close_time <= at AND valid_until > at
GROUP BY at, head`,
      'JSONCompactEachRow',
    ),
  )
  for (const [closeMs, head, direction] of rows) {
    const votes = said.get(Number(closeMs)) ?? {}
    said.set(Number(closeMs), { ...votes, [head]: direction })
  }
  return said
}

/** For a person at a terminal. */
export function likeStrategiesText({ found, strategies }: LikeStrategies): string {
  const { symbol, of, similar, states } = found
  return [
    `${symbol} at ${minute(of.closeMs)} UTC: ways to act on the ${similar.length} states most like it, of ${states.toLocaleString('en')} whose time had passed`,
    '',
    'way         acted   won                         mean net %   worst %',
    ...strategies.map(({ strategy, summary }) => {
      const { cases, wins, interval, meanNetPct, worstNetPct, tooFew } = summary
      const name = (strategy.startsWith('HEAD_') ? headLabel(strategy) : strategy).padEnd(10)
      if (meanNetPct === null || worstNetPct === null) return `${name}       0`
      const won = `${percent(wins / cases)} (95 % ${percent(interval.low)} to ${percent(interval.high)})`
      const few = tooFew ? '  too few to judge' : ''
      return `${name} ${String(cases).padStart(7)}   ${won.padEnd(32)} ${signed(meanNetPct).padStart(6)} ${signed(worstNetPct).padStart(9)}${few}`
    }),
    '',
    'The best of many ways is good by itself: this describes the past and shows no skill.',
  ].join('\n')
}
