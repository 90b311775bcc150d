import { describe, expect, test } from 'vitest'
import { vectorDimensions } from '../operators/memory/market-vector.ts'
import { clusterStates, type LabelledState } from './state-clusters.ts'

const terms = { mode: 'hybrid', clusters: 2 } as const

/** Hours that take turns between two kinds of market, `run` of each at a time; a LONG pays in the first. */
function market(
  run: number,
  hours: number,
  pays: (rising: boolean, hour: number) => number,
): LabelledState[] {
  return Array.from({ length: hours }, (_, hour) => {
    const rising = Math.floor(hour / run) % 2 === 0
    const vector = new Array<number>(vectorDimensions).fill(0)
    vector[rising ? 0 : 1] = 1
    // Another length, and a little of something else.
    vector[2] = ((hour * 7) % 11) / 100
    const net = pays(rising, hour)
    return {
      vector: vector.map((value) => value * (1 + (hour % 3))),
      description: `${rising ? 'uptrend' : 'downtrend'}, ${hour % 2 === 0 ? 'high' : 'low'} volume, takers unknown`,
      longNetPct: net,
      shortNetPct: hour % 10 === 0 ? null : -net,
    }
  })
}

describe('clusters of market states', () => {
  test('find two kinds of market, name them, and tell what followed', () => {
    const states = market(7, 210, (rising) => (rising ? 1 : -1))
    const { clusters, best } = clusterStates(states, terms)
    expect(clusters.map(({ name, states: count }) => [name.split(', ')[0], count])).toEqual([
      ['uptrend', 105],
      ['downtrend', 105],
    ])
    const [up, down] = clusters
    expect(up?.long).toMatchObject({ cases: 105, wins: 105, meanNetPct: 1 })
    expect(down?.long).toMatchObject({ cases: 105, wins: 0, meanNetPct: -1 })
    expect(down?.short.wins).toBe(down?.short.cases)
    expect(best).toBe(1)
    expect(clusters.map(({ name }) => name).join()).not.toContain('unknown')
  })

  test('tell a kind that pays from one that happens to', () => {
    let seed = 5
    const chance = (): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647 - 0.5
    }
    // Of irregular runs, so that a shift does not meet the same pattern again.
    const irregular = (pays: (rising: boolean) => number): LabelledState[] =>
      [3, 17, 5, 29, 11, 2, 23, 7, 31, 13].flatMap((run, part) =>
        market(run, 2 * run, pays).slice(part % 3),
      )
    const real = clusterStates(
      irregular((rising) => (rising ? 1 : -1) + chance()),
      terms,
    )
    expect(real.byChance).toBeLessThan(0.02)
    const luck = clusterStates(irregular(chance), terms)
    expect(luck.byChance).toBeGreaterThan(0.1)
  })

  test('are the same for the same states', () => {
    const states = market(5, 100, (_, hour) => Math.sin(hour))
    expect(clusterStates(states, terms)).toEqual(clusterStates(states, terms))
  })

  test('judge none by a few cases, and need as many states as clusters', () => {
    const few = clusterStates(
      market(3, 20, () => 1),
      terms,
    )
    expect([few.best, few.byChance, few.clusters[0]?.long.tooFew]).toEqual([null, null, true])
    expect(() =>
      clusterStates(
        market(1, 1, () => 1),
        terms,
      ),
    ).toThrow('2 clusters need as many states, there were 1')
  })
})
