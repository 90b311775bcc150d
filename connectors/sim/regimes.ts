import type { Sfc32 } from './sfc32.ts'

export type RegimeName = 'trend' | 'range' | 'volatile' | 'breakout' | 'quiet'

export interface Regime {
  readonly name: RegimeName
  /** Mean length; the chance to leave is the same in every minute, as in any Markov chain. */
  readonly meanMinutes: number
  /** Times the symbol's own volatility. */
  readonly volatility: number
  /** Drift per minute in standard deviations of that minute; up or down with equal chance. */
  readonly drift: number
  /** Where it leads, with weights. */
  readonly next: readonly (readonly [RegimeName, number])[]
}

export const regimes: { readonly [name in RegimeName]: Regime } = {
  trend: {
    name: 'trend',
    meanMinutes: 240,
    volatility: 1,
    drift: 0.02,
    next: [
      ['range', 5],
      ['volatile', 3],
      ['quiet', 2],
    ],
  },
  range: {
    name: 'range',
    meanMinutes: 360,
    volatility: 0.7,
    drift: 0,
    next: [
      ['breakout', 4],
      ['quiet', 3],
      ['trend', 2],
      ['volatile', 1],
    ],
  },
  volatile: {
    name: 'volatile',
    meanMinutes: 90,
    volatility: 1.9,
    drift: 0,
    next: [
      ['range', 5],
      ['trend', 4],
      ['breakout', 1],
    ],
  },
  breakout: {
    name: 'breakout',
    meanMinutes: 30,
    volatility: 2.2,
    drift: 0.05,
    next: [
      ['trend', 6],
      ['volatile', 3],
      ['range', 1],
    ],
  },
  quiet: {
    name: 'quiet',
    meanMinutes: 240,
    volatility: 0.45,
    drift: 0,
    next: [
      ['range', 5],
      ['breakout', 4],
      ['trend', 1],
    ],
  },
}

/** The regime in which a minute is spent, with the direction of its drift. */
export interface Mood {
  readonly regime: RegimeName
  readonly direction: 1 | -1
}

/** The mood of the next minute. Draws from `random` the same number of times whatever happens. */
export function nextMood(mood: Mood, random: Sfc32): Mood {
  const leaves = random.uniform() < 1 / regimes[mood.regime].meanMinutes
  const chosen = random.uniform()
  const direction = random.uniform() < 0.5 ? -1 : 1
  return leaves ? { regime: weighted(regimes[mood.regime].next, chosen), direction } : mood
}

/** A mood to begin with. */
export function firstMood(random: Sfc32): Mood {
  const all = Object.values(regimes).map(({ name, meanMinutes }) => [name, meanMinutes] as const)
  return { regime: weighted(all, random.uniform()), direction: random.uniform() < 0.5 ? -1 : 1 }
}

function weighted(choices: readonly (readonly [RegimeName, number])[], chosen: number): RegimeName {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0)
  let left = chosen * total
  for (const [name, weight] of choices) {
    left -= weight
    if (left < 0) return name
  }
  return 'range'
}
