import { storyOf } from '../../../engine/testing/crash.ts'
import { type Step, underTest } from '../../../engine/testing/operator-run.ts'
import type { Kline, Tick } from '../../../schemas/contracts.generated.ts'
import { baseCandles } from '../base-candles.ts'
import { at, minute, second, t0, told } from './market.ts'

export const graceMs = 2 * second
export const revisionMaxMs = 10 * minute
const operatorWith = (quietMinutesMax: number, grace = graceMs) =>
  underTest(['trade', 'kline'], ({ trade: trades, kline: klines }) => ({
    out: baseCandles({ id: 'base', graceMs: grace, revisionMaxMs, quietMinutesMax })({
      trade: trades,
      kline: klines,
    }),
  }))
export const operator = operatorWith(60)
/** Writes no more than two minutes without trades. */
export const drowsy = operatorWith(2)
/** Waits three minutes for trades. */
export const patient = operatorWith(60, 3 * minute)

/** A trade that comes at the time of its event. */
export const fed = (one: Tick): Step => at(one.event_time - t0, 'trade', one)
/** A kline that takes effect two seconds behind its close, as in the market. */
export const came = (one: Kline, afterMs = one.open_time - t0 + minute + graceMs): Step =>
  at(afterMs, 'kline', one)

/** A moment more, for the last kline: until then a trade of its time could still come. */
function ended(steps: readonly Step[]): readonly Step[] {
  const last = steps[steps.length - 1]
  if (last === undefined) return steps
  return [...steps, { beatMs: ('beatMs' in last ? last.beatMs : last.timeMs) + 1 }]
}

export function run(steps: readonly Step[], under = operator) {
  const { outputs, deadLetters, counts } = storyOf(under, ended(steps))
  return {
    candles: (outputs.out ?? []).map(
      ({ value, timeMs }) => `${told(value)} @${(timeMs - t0) / second}`,
    ),
    buried: deadLetters.map(({ rule }) => rule),
    counts,
  }
}
export const candlesOf = (steps: readonly Step[], under = operator) => run(steps, under).candles
