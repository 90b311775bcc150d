import { storyOf } from '../../../engine/testing/crash.ts'
import { type Step, underTest } from '../../../engine/testing/operator-run.ts'
import { toyRandom } from '../../../engine/testing/toy-market.ts'
import type { Candle } from '../../../schemas/contracts.generated.ts'
import { higherTimeframes } from '../higher-timeframes.ts'
import { at, beat, candle, minute, second, t0, told } from './market.ts'

export const graceMs = 2 * second
export const patienceMs = 10 * second
export const revisionMaxMs = 10 * minute
export const operator = underTest(['candle'], ({ candle: candles }) => ({
  out: candles.pipe(higherTimeframes({ id: 'higher', patienceMs, revisionMaxMs })),
}))

/** A base candle of the minute `n`, when it is final. */
export const bar = (n: number, more: Partial<Candle> = {}): Step =>
  at((n + 1) * minute + graceMs, 'candle', candle(n * minute, more))
export const bars = (from: number, to: number, more: Partial<Candle> = {}): Step[] =>
  Array.from({ length: to - from }, (_, n) => bar(from + n, more))

export function run(steps: readonly Step[]) {
  const { outputs, counts } = storyOf(operator, steps)
  const out = outputs.out ?? []
  return {
    candles: out.map(({ value, timeMs }) => `${told(value)} @${(timeMs - t0) / second}`),
    values: out.map(({ value }) => value as Candle),
    counts,
  }
}

export const closedAt = (minutes: number): string => `@${minutes * 60 + 2}`

/** Minutes with holes, that are revised, told late or told twice. */
export function randomSteps(seed: number, length: number, repairs = 0): readonly Step[] {
  const random = toyRandom(seed)
  const steps: Step[] = []
  const revisions = new Map<number, number>()
  const price = () => 100 + Math.floor(random() * 50)
  const tell = (n: number, afterMs: number): void => {
    const revision = (revisions.get(n) ?? -1) + 1
    revisions.set(n, revision)
    const [open, close] = [price(), price()]
    const high = Math.max(open, close) + Math.floor(random() * 9)
    const low = Math.min(open, close) - Math.floor(random() * 9)
    const origin = revision > 0 && random() < repairs ? 'BACKFILL' : 'TICKS'
    const more = { open, high, low, close, volume: random() * 10, revision, origin } as const
    steps.push(at(afterMs, 'candle', candle(n * minute, more)))
  }
  for (let n = 0; n < length; n++) {
    const closedMs = (n + 1) * minute + graceMs
    if (random() > 0.15) tell(n, closedMs)
    if (random() < 0.3)
      tell(Math.max(0, n - Math.floor(random() * 9)), closedMs + Math.floor(random() * 30 * second))
    if (random() < 0.1) steps.push(beat(closedMs + 40 * second))
  }
  return [...steps, beat((length + 2_000) * minute)]
}
