import { type RuleName, ruleNames } from '../operators/learning/rules/catalogue.ts'
import {
  type Course,
  coursesIn,
  meanWeights,
  type Phase,
  settled,
  steadyEdge,
  switchingEdge,
  withoutEdge,
} from '../operators/learning/testing/planted-market.ts'
import type { Figure } from './figure.ts'

const markets = 20
const coinFlipMarkets = 200

interface Window {
  readonly from: number
  readonly to: number
  readonly head: string | undefined
}

/**
 * How every rule of learning fares where one head is right more often than not: what it loses against the best single
 * head, and the right head's mean weight beside the largest that coin flips give.
 */
export async function plantedEdge(): Promise<readonly Figure[]> {
  return [
    ...figuresOf('80 % switching', switchingEdge, windowsOf(switchingEdge)),
    ...figuresOf('60 % steady', steadyEdge, [{ from: 0, to: 300, head: 'HEAD_D' }]),
  ]
}

function windowsOf(phases: readonly Phase[]): readonly Window[] {
  let begin = 0
  return phases.map(({ outcomes, right }) => {
    const window = { from: begin + settled.from, to: begin + settled.to, head: right?.head }
    begin += outcomes
    return window
  })
}

function figuresOf(
  market: string,
  phases: readonly Phase[],
  windows: readonly Window[],
): readonly Figure[] {
  const planted = seeds(markets).map((seed) => coursesIn(seed, phases))
  const flipped = seeds(coinFlipMarkets).map((seed) => coursesIn(seed, withoutEdge(phases)))
  const mean = (rule: RuleName, of: (course: Course) => number): number =>
    planted.reduce((sum, courses) => sum + of(courses[rule]), 0) / planted.length
  return ruleNames.map((rule) => {
    const weight = mean(rule, (course) =>
      meanOver(course, windows, ({ means, head }) => means[head ?? ''] ?? 0),
    )
    const flips = flipped
      .map((courses) =>
        meanOver(courses[rule], windows, ({ means }) => Math.max(...Object.values(means))),
      )
      .sort((a, b) => a - b)
    const low = flips[Math.ceil(0.025 * flips.length) - 1] ?? Number.NaN
    const high = flips[Math.ceil(0.975 * flips.length) - 1] ?? Number.NaN
    return {
      name: `${market}: ${rule}`,
      value: mean(rule, ({ regretBestHead }) => regretBestHead),
      unit: 'nats of regret',
      ratio: weight / high,
      ratioTo: `the top of what coin flips give, ${low.toFixed(3)} to ${high.toFixed(3)}: ${weight.toFixed(3)}`,
    }
  })
}

function seeds(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at + 1)
}

function meanOver(
  course: Course,
  windows: readonly Window[],
  of: (seen: {
    readonly means: ReturnType<typeof meanWeights>
    readonly head: string | undefined
  }) => number,
): number {
  const values = windows.map(({ from, to, head }) =>
    of({ means: meanWeights(course, from, to), head }),
  )
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
