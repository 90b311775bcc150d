import { ConfigError } from '../engine/core/errors.ts'
import { type MemoryMode, partOf } from '../operators/memory/distance.ts'
import { vectorDimensions } from '../operators/memory/market-vector.ts'
import { type SimilarSummary, summariseSimilar } from '../operators/memory/similar-summary.ts'
import { answerRows } from './answer-rows.ts'
import { minute } from './figures.ts'
import type { AskTables } from './tables.ts'

export interface SimilarAsked {
  readonly symbol: string
  readonly atMs: number
  readonly k: number
  readonly mode: MemoryMode
}

export interface SimilarState {
  readonly id: string
  readonly closeMs: number
  readonly distance: number
  readonly regime: string
  readonly longNetPct: number | null
  readonly shortNetPct: number | null
}

export interface SimilarStates extends SimilarAsked {
  /** The state at that time, which the others are like. */
  readonly of: {
    readonly id: string
    readonly closeMs: number
    readonly regime: string
    readonly description: string
    readonly encoder: string
  }
  /** Among so many, whose time had passed. */
  readonly states: number
  /** Nearest first. */
  readonly similar: readonly SimilarState[]
  readonly long: SimilarSummary
  readonly short: SimilarSummary
  /** How many of the neighbours were in which regime, most first: the regime by its neighbours. */
  readonly regimes: readonly { readonly regime: string; readonly states: number }[]
}

/** As many means as make up the distribution of the live window. */
const meansMax = 1_000

const ms = (time: string): string => `toUnixTimestamp64Milli(${time})`

/**
 * The states most like that of a symbol at a time, by brute force over the table `embeddings`. Only what
 * was known at that time counts: a state whose time had not passed then is not among them.
 */
export async function similarStates(ask: AskTables, asked: SimilarAsked): Promise<SimilarStates> {
  const { symbol, atMs, k, mode } = asked
  const known = `symbol = '${symbol}' AND close_time <= fromUnixTimestamp64Milli(${atMs})`
  const [newest] = await rowsOf<readonly [string, string | number, string, string, string]>(
    ask,
    `SELECT id, ${ms('close_time')}, regime, description, encoder FROM embeddings WHERE ${known} ORDER BY close_time DESC LIMIT 1`,
  )
  if (newest === undefined)
    throw new ConfigError(
      `no market state of ${symbol} is known at ${minute(atMs)}: they begin with its first closed hour`,
    )
  const [id, closeMs, regime, description, encoder] = newest
  const { from, length } = partOf(mode)
  // To cut the whole out of the whole would copy it.
  const part = length === vectorDimensions ? 'vector' : `arraySlice(vector, ${from + 1}, ${length})`
  const labels = `SELECT label.id AS id, label.long_net_pct AS long, label.short_net_pct AS short FROM embeddings ARRAY JOIN joined AS label WHERE ${known}`
  const rows = await rowsOf<
    readonly [
      string,
      string | number,
      number,
      string,
      number | null,
      number | null,
      string | number,
    ]
  >(
    ask,
    `WITH (SELECT ${part} FROM embeddings WHERE ${known} AND id = '${id}' LIMIT 1) AS asked
SELECT id, ${ms('close_time')}, cosineDistance(${part}, asked) AS distance, regime, long, short, count() OVER () AS states
FROM embeddings INNER JOIN (${labels}) AS followed USING (id)
WHERE ${known} AND encoder = '${encoder}' AND isFinite(distance)
ORDER BY distance, close_time LIMIT ${k}`,
  )
  const [means] = await rowsOf<readonly [readonly number[], readonly number[]]>(
    ask,
    `SELECT groupArray(long_mean_net_pct), groupArray(short_mean_net_pct) FROM (SELECT long_mean_net_pct, short_mean_net_pct FROM embeddings WHERE ${known} AND id != '${id}' ORDER BY close_time DESC LIMIT ${meansMax})`,
  )
  const similar = rows.map(([id, closeMs, distance, regime, longNetPct, shortNetPct]) => {
    return { id, closeMs: Number(closeMs), distance, regime, longNetPct, shortNetPct }
  })
  const states = Number(rows[0]?.[6] ?? 0)
  const nets = (side: 'longNetPct' | 'shortNetPct'): readonly number[] =>
    similar.flatMap((state) => state[side] ?? [])
  return {
    ...asked,
    of: { id, closeMs: Number(closeMs), regime, description, encoder },
    states,
    similar,
    long: summariseSimilar(nets('longNetPct'), states, means?.[0] ?? []),
    short: summariseSimilar(nets('shortNetPct'), states, means?.[1] ?? []),
    regimes: regimesOf(similar),
  }
}

function regimesOf(similar: readonly SimilarState[]): SimilarStates['regimes'] {
  const counts = new Map<string, number>()
  for (const { regime } of similar) counts.set(regime, (counts.get(regime) ?? 0) + 1)
  return [...counts]
    .map(([regime, states]) => ({ regime, states }))
    .sort((a, b) => b.states - a.states || (a.regime < b.regime ? -1 : 1))
}

async function rowsOf<Row>(ask: AskTables, query: string): Promise<readonly Row[]> {
  return answerRows(await ask(query, 'JSONCompactEachRow'))
}
