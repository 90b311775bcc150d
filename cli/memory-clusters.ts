import { ConfigError } from '../engine/core/errors.ts'
import type { MemoryMode } from '../operators/memory/distance.ts'
import {
  clusterStates,
  type LabelledState,
  type StateClusters,
} from '../research/state-clusters.ts'
import { answerRows } from './answer-rows.ts'
import { percent, signed } from './figures.ts'
import { recordLine } from './similar-text.ts'
import type { AskTables } from './tables.ts'

export interface ClustersAsked {
  readonly symbol: string
  readonly clusters: number
  readonly mode: MemoryMode
}

export interface FoundClusters extends StateClusters {
  readonly asked: ClustersAsked
  readonly states: number
  readonly encoder: string
}

/** The kinds of market that a symbol's past states fall into, with what followed; of the newest encoder's states. */
export async function memoryClusters(ask: AskTables, asked: ClustersAsked): Promise<FoundClusters> {
  const { symbol, clusters } = asked
  const rows = answerRows<
    readonly [string, readonly number[], string, number | null, number | null]
  >(
    await ask(
      `WITH (SELECT encoder FROM embeddings WHERE symbol = '${symbol}' ORDER BY close_time DESC LIMIT 1) AS newest
SELECT encoder, vector, description, long, short FROM embeddings
INNER JOIN (SELECT label.id AS id, label.long_net_pct AS long, label.short_net_pct AS short FROM embeddings ARRAY JOIN joined AS label WHERE symbol = '${symbol}') AS followed USING (id)
WHERE symbol = '${symbol}' AND encoder = newest ORDER BY close_time`,
      'JSONCompactEachRow',
    ),
  )
  if (rows.length < clusters)
    throw new ConfigError(
      `${symbol} has ${rows.length} states whose time has passed; ${clusters} clusters need as many`,
    )
  const states = rows.map(([, vector, description, longNetPct, shortNetPct]): LabelledState => {
    return { vector, description, longNetPct, shortNetPct }
  })
  return {
    asked,
    states: rows.length,
    encoder: rows[0]?.[0] ?? '',
    ...clusterStates(states, asked),
  }
}

/** For a person at a terminal. */
export function memoryClustersText(found: FoundClusters): string {
  const { asked, states, encoder, clusters, best, byChance } = found
  const chance =
    best === null || byChance === null
      ? 'No side of any cluster has enough cases to judge.'
      : `The best mean of a side is ${signed(best)} %. Where what followed is moved to other times, the best is as good in ${percent(byChance)}: ${byChance > 0.05 ? 'within noise' : 'more than noise'}.`
  return [
    `${asked.symbol}: ${states.toLocaleString('en')} states in ${clusters.length} clusters (k-means, ${asked.mode}, encoder ${encoder})`,
    ...clusters.flatMap(({ name, states: count, long, short }) => [
      '',
      `${count.toLocaleString('en').padStart(5)}  ${name}`,
      `       ${recordLine('LONG', long)}`,
      `       ${recordLine('SHORT', short)}`,
    ]),
    '',
    chance,
  ].join('\n')
}
