import { kmeans } from 'ml-kmeans'
import { type MemoryMode, partOf } from '../operators/memory/distance.ts'
import { type SimilarSummary, summariseSimilar } from '../operators/memory/similar-summary.ts'
import { judgedFrom } from '../operators/statistics/expectancy.ts'

/** A past state with what followed it. */
export interface LabelledState {
  readonly vector: readonly number[]
  /** Phrases with commas between them. */
  readonly description: string
  readonly longNetPct: number | null
  readonly shortNetPct: number | null
}

export interface StateCluster {
  /** The phrases that it has more often than all states have. */
  readonly name: string
  readonly states: number
  readonly long: SimilarSummary
  readonly short: SimilarSummary
}

export interface StateClusters {
  /** Most states first. */
  readonly clusters: readonly StateCluster[]
  /** The best mean of a side of a cluster with enough cases; null where none has. */
  readonly best: number | null
  /** How often what followed, moved to other times, gives as good a best mean; null without one. */
  readonly byChance: number | null
}

export interface ClusterTerms {
  readonly mode: MemoryMode
  readonly clusters: number
}

/** Of so many starts the one whose states lie nearest to their centres. */
const starts = 5
const shifts = 500
const phrasesInName = 3

/**
 * Groups the states of one symbol, in the order of their times, by k-means over their vectors brought to length 1: nearest by cosine,
 * as neighbours are. Starts are k-means++ with fixed seeds: the same states give the same groups.
 * Throws RangeError where there are fewer states than groups.
 */
export function clusterStates(
  states: readonly LabelledState[],
  { mode, clusters: count }: ClusterTerms,
): StateClusters {
  if (states.length < count)
    throw new RangeError(`${count} clusters need as many states, there were ${states.length}`)
  const { from, length } = partOf(mode)
  const points = states.map(({ vector }) => toUnit(vector.slice(from, from + length)))
  const assigned = assign(points, count)
  const members = Array.from({ length: count }, (_, cluster) =>
    states.filter((_, at) => assigned[at] === cluster),
  ).filter((group) => group.length > 0)
  const overall = shares(states)
  const clusters = members
    .map((group) => ({
      name: nameOf(group, overall),
      states: group.length,
      long: summariseSimilar(netsOf(group, 'longNetPct'), 0, []),
      short: summariseSimilar(netsOf(group, 'shortNetPct'), 0, []),
    }))
    .sort((a, b) => b.states - a.states)
  return { clusters, ...chanceOf(states, assigned, count) }
}

function assign(points: number[][], count: number): readonly number[] {
  let best: { readonly error: number; readonly clusters: readonly number[] } | undefined
  for (let seed = 1; seed <= starts; seed++) {
    const found = kmeans(points, count, { seed })
    const error = found
      .computeInformation(points)
      .reduce((sum, { error: mean, size }) => sum + mean * size, 0)
    if (best === undefined || error < best.error) best = { error, clusters: found.clusters }
  }
  return best?.clusters ?? []
}

function toUnit(vector: readonly number[]): number[] {
  let squares = 0
  for (const value of vector) squares += value * value
  const length = Math.sqrt(squares)
  return length > 0 ? vector.map((value) => value / length) : [...vector]
}

function netsOf(
  states: readonly LabelledState[],
  side: 'longNetPct' | 'shortNetPct',
): readonly number[] {
  return states.flatMap((state) => state[side] ?? [])
}

function shares(states: readonly LabelledState[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { description } of states) {
    for (const phrase of description.split(', '))
      counts.set(phrase, (counts.get(phrase) ?? 0) + 1 / states.length)
  }
  return counts
}

function nameOf(group: readonly LabelledState[], overall: ReadonlyMap<string, number>): string {
  return [...shares(group)]
    .map(([phrase, share]) => ({ phrase, more: share - (overall.get(phrase) ?? 0) }))
    .filter(({ phrase }) => !phrase.endsWith(' unknown'))
    .sort((a, b) => b.more - a.more || (a.phrase < b.phrase ? -1 : 1))
    .slice(0, phrasesInName)
    .map(({ phrase }) => phrase)
    .join(', ')
}

/**
 * The best of many means is good by itself. What followed is therefore moved round the circle of times, which keeps how like
 * neighbouring hours are, and the best is looked for again.
 */
function chanceOf(
  states: readonly LabelledState[],
  assigned: readonly number[],
  count: number,
): Pick<StateClusters, 'best' | 'byChance'> {
  const best = bestMean(states, assigned, count, 0)
  if (best === null) return { best, byChance: null }
  let asGood = 0
  const turns = Math.min(shifts, states.length - 1)
  for (let turn = 1; turn <= turns; turn++) {
    const shift = Math.floor((turn * states.length) / (turns + 1))
    const moved = bestMean(states, assigned, count, shift)
    if (moved !== null && moved >= best) asGood++
  }
  return { best, byChance: (1 + asGood) / (1 + turns) }
}

function bestMean(
  states: readonly LabelledState[],
  assigned: readonly number[],
  count: number,
  shift: number,
): number | null {
  const sums = new Float64Array(2 * count)
  const cases = new Float64Array(2 * count)
  for (let at = 0; at < states.length; at++) {
    const { longNetPct, shortNetPct } = states[(at + shift) % states.length] as LabelledState
    const cluster = assigned[at] as number
    for (const [side, net] of [longNetPct, shortNetPct].entries()) {
      if (net === null) continue
      const place = 2 * cluster + side
      sums[place] = (sums[place] as number) + net
      cases[place] = (cases[place] as number) + 1
    }
  }
  let best: number | null = null
  for (const [place, sum] of sums.entries()) {
    const n = cases[place] as number
    if (n >= judgedFrom && (best === null || sum / n > best)) best = sum / n
  }
  return best
}
