import type { Topic } from '../../engine/core/topic.ts'
import type { Log } from '../../engine/log/log.ts'
import { recordsOf } from '../../engine/log/records-of.ts'
import { tradingDefaults } from '../../operators/trading/trading-settings.ts'
import { topics } from '../../schemas/topics.ts'

/** The topics that are looked at. */
export const effectTopics = [
  topics.klines,
  topics.candles,
  topics.candidates,
  topics.signals,
  topics.rejections,
  topics.outcomes,
  topics.weights,
  topics.learningEvents,
] as readonly Topic<unknown>[]

export interface Effects {
  /** What there is, by name. */
  readonly counts: { readonly [name: string]: number }
  /** What is there twice, or not at all, in words. */
  readonly faults: readonly string[]
}

/** Whether each input had one effect: a candle for each minute, an outcome for each signal at most, a lesson for each outcome. */
export function effectsOf(log: Log): Effects {
  const faults: string[] = []
  const values = <T>(topic: Topic<T>): T[] => [...recordsOf(log, topic)].map(({ value }) => value)
  const once = (what: string, ids: readonly string[]): void => {
    const twice = ids.length - new Set(ids).size
    if (twice > 0) faults.push(`${what}: ${twice} of ${ids.length} are there more than once`)
  }
  const klines = values(topics.klines)
  const candles = values(topics.candles)
  const signals = values(topics.signals)
  const outcomes = values(topics.outcomes)
  const weights = values(topics.weights)
  const events = values(topics.learningEvents)
  once(
    'klines',
    klines.map(({ symbol, open_time }) => `${symbol} ${open_time}`),
  )
  once(
    'candles',
    candles.map(
      ({ symbol, timeframe, open_time, revision }) =>
        `${symbol} ${timeframe} ${open_time} ${revision}`,
    ),
  )
  for (const topic of [topics.candidates, topics.rejections])
    once(
      topic.name,
      values<{ id: string }>(topic as never).map(({ id }) => id),
    )
  once(
    'signals',
    signals.map(({ id }) => id),
  )
  once(
    'outcomes',
    outcomes.map(({ id }) => id),
  )
  once(
    'outcomes by signal',
    outcomes.filter(({ kind }) => kind === 'real').map(({ signal_id: id }) => id),
  )
  once(
    'versions of the weights',
    weights.map(({ version }) => String(version)),
  )

  const base = new Set(
    candles
      .filter(({ timeframe }) => timeframe === '1m')
      .map(({ symbol, open_time }) => `${symbol} ${open_time}`),
  )
  const without = klines.filter(({ symbol, open_time }) => !base.has(`${symbol} ${open_time}`))
  if (without.length > 0) faults.push(`${without.length} klines have no candle`)

  const real = outcomes.filter(({ kind }) => kind === 'real')
  const causes = weights.filter(({ trigger }) => trigger === 'outcome').map(({ cause }) => cause)
  const observed = new Set(
    events
      .filter(({ event_type: type }) => type === 'outcome_observed')
      .map(({ signal_id: id }) => id),
  )
  once('lessons', causes)
  const taught = real.filter(
    ({ id, signal_id: signal }) => Number(causes.includes(id)) + Number(observed.has(signal)) === 1,
  )
  if (taught.length < real.length)
    faults.push(`${real.length - taught.length} outcomes did not teach once`)
  const counts = {
    klines: klines.length,
    candles: candles.length,
    signals: signals.length,
    outcomes: real.length,
    shadows: outcomes.length - real.length,
    lessons: causes.length,
    'outcomes only observed': Math.min(observed.size, tradingDefaults.outcomesMin - 1),
  }
  return { counts, faults }
}
