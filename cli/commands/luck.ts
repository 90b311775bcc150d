import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import type { Log } from '../../engine/log/log.ts'
import { recordsOf } from '../../engine/log/records-of.ts'
import { presets } from '../../operators/consensus/presets.ts'
import type { FundingPoint } from '../../operators/positions/funding.ts'
import {
  costDefaults,
  type MarketKind,
  roundTripPct,
  type Side,
} from '../../operators/positions/levels.ts'
import { type Turn, unbrokenTurns } from '../../operators/positions/unbroken-turns.ts'
import { judgedFrom } from '../../operators/statistics/expectancy.ts'
import { isTimeframe, timeframeMs } from '../../operators/timeframe.ts'
import { followConfigOf } from '../../operators/trading/follow-config.ts'
import { levelCandlesMax } from '../../operators/trading/judge.ts'
import { tradingDefaults } from '../../operators/trading/trading-settings.ts'
import { type EntryMoment, entryOutcomes } from '../../research/entry-outcomes.ts'
import { type AgainstRandom, againstRandomEntries } from '../../research/random-entries.ts'
import type { Candle, FeatureVector, Outcome } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { tradingSettings } from '../assembly.ts'
import { findPlace, type PlaceFlags, withPlace } from '../data-folder.ts'
import { signed } from '../figures.ts'
import { offsetNumber, wholeNumber } from '../options.ts'
import { openForReading } from '../reading.ts'
import { recordedConfig } from '../recorded-settings.ts'

interface LuckFlags extends PlaceFlags {
  readonly draws: number
  readonly seed: number
  readonly json?: boolean
}

export function luckCommand(): Command {
  return withPlace(new Command('luck'))
    .description('whether entering at random, with the same exits, would have given as much')
    .option('--draws <n>', 'random histories', wholeNumber, 2_000)
    .option('--seed <n>', 'of the draws', offsetNumber, 1)
    .option('--json', 'one JSON object')
    .action(async ({ draws, seed, json, ...flags }: LuckFlags) => {
      const needed = [
        topics.outcomes,
        topics.candles,
        topics.features,
        topics.context,
        topics.control,
      ]
      const log = await openForReading(findPlace(flags), needed)
      try {
        const outcomes = [...recordsOf(log, topics.outcomes)]
          .map(({ value }) => value)
          .filter(({ kind }) => kind === 'real')
        if (outcomes.length === 0) throw new ConfigError('no signal has an outcome yet')
        const pools = poolsOf(log, outcomes)
        const signals = outcomes.map((outcome) => ({
          netPct: outcome.net_pct,
          pool: pools.get(poolName(outcome)) as Float64Array,
        }))
        const found = againstRandomEntries(signals, draws, seed)
        console.log(json === true ? JSON.stringify({ seed, ...found }) : text(found, seed))
      } finally {
        await log.close()
      }
    })
}

function poolName({ symbol, direction }: Pick<Outcome, 'symbol' | 'direction'>): string {
  return `${symbol} ${direction}`
}

/** By symbol and side, what an entry at each 15m close from the first signal to the last would have given, under the settings of the history. */
function poolsOf(log: Log, outcomes: readonly Outcome[]): Map<string, Float64Array> {
  const fromMs = Math.min(...outcomes.map(({ signal_time }) => signal_time))
  const toMs = Math.max(...outcomes.map(({ signal_time }) => signal_time))
  const market = marketOf(outcomes)
  const recorded = recordedConfig(log)
  const settings = { ...tradingSettings(recorded, tradingDefaults.mode, market), market }
  // A candle's grace, then the desk's time to decide.
  const entryDelayMs = recorded.candles.grace + settings.latencyMs
  const terms = {
    market,
    entryDelayMs,
    levels: settings.levels,
    rewardRiskMin: presets[settings.preset].rewardRiskMin,
    follow: followConfigOf(settings),
    ageMaxMs: settings.signalAgeMaxHours * 3_600_000,
  }
  const bases = baseCandles(log)
  const allMoments = momentsOf(log)
  const allFunding = fundingOf(log)
  const pools = new Map<string, Float64Array>()
  for (const symbol of new Set(outcomes.map((one) => one.symbol))) {
    const { candles = [], candleMs = 0 } = bases.get(symbol) ?? {}
    const moments = (allMoments.get(symbol) ?? []).filter(
      ({ closeTimeMs }) => closeTimeMs + entryDelayMs >= fromMs && closeTimeMs <= toMs,
    )
    const funding = allFunding.get(symbol) ?? []
    const sides = new Set(outcomes.filter((one) => one.symbol === symbol).map((o) => o.direction))
    for (const side of sides) {
      const pool = entryOutcomes(moments, side as Side, { ...terms, candles, candleMs, funding })
      pools.set(poolName({ symbol, direction: side }), pool)
    }
  }
  return pools
}

/** Told by the costs that were paid: a history is of one kind of market. */
function marketOf([first]: readonly Outcome[]): MarketKind {
  const kinds = Object.keys(costDefaults) as MarketKind[]
  const paid = first?.fees_pct ?? Number.NaN
  const kind = kinds.find((one) => Math.abs(roundTripPct(costDefaults[one]) - paid) < 1e-9)
  if (kind === undefined) throw new ConfigError(`outcomes paid ${paid} % of costs: no known market`)
  return kind
}

/** Each symbol's shortest candles, their first versions. */
function baseCandles(log: Log): Map<string, { candles: Candle[]; candleMs: number }> {
  const found = new Map<string, { candles: Candle[]; candleMs: number }>()
  for (const { value: candle } of recordsOf(log, topics.candles)) {
    if (candle.revision > 0 || !isTimeframe(candle.timeframe)) continue
    const candleMs = timeframeMs[candle.timeframe]
    const known = found.get(candle.symbol)
    if (known === undefined || candleMs < known.candleMs)
      found.set(candle.symbol, { candles: [candle], candleMs })
    else if (candleMs === known.candleMs) known.candles.push(candle)
  }
  for (const { candles } of found.values()) candles.sort((a, b) => a.open_time - b.open_time)
  return found
}

/** By symbol, each 15m close with the ATR and the swings of the 1h candles that had closed by then. */
function momentsOf(log: Log): Map<string, EntryMoment[]> {
  const vectors: Pick<FeatureVector, 'symbol' | 'timeframe' | 'close_time' | 'close' | 'atr_14'>[] =
    []
  for (const { value } of recordsOf(log, topics.features)) {
    const { symbol, timeframe, close_time, close, atr_14 } = value
    if (timeframe === '15m' || timeframe === '1h')
      vectors.push({ symbol, timeframe, close_time, close, atr_14 })
  }
  vectors.sort((a, b) => a.close_time - b.close_time || (a.timeframe === '1h' ? -1 : 1))
  const hours = hourCandles(log)
  const turnsOf = new Map<string, readonly Turn[]>()
  const atrs = new Map<string, number | null>()
  const found = new Map<string, EntryMoment[]>()
  for (const { symbol, timeframe, close_time: closeTimeMs, close, atr_14 } of vectors) {
    const atr = atrs.get(symbol) ?? null
    if (timeframe === '1h') {
      atrs.set(symbol, atr_14)
      const before = (hours.get(symbol) ?? []).filter(
        ({ open_time: openMs }) =>
          openMs < closeTimeMs && openMs >= closeTimeMs - levelCandlesMax * timeframeMs['1h'],
      )
      turnsOf.set(symbol, unbrokenTurns(before))
    } else if (atr !== null) {
      const moments = found.get(symbol) ?? []
      found.set(symbol, moments)
      moments.push({ closeTimeMs, close, atr, turns: turnsOf.get(symbol) ?? [] })
    }
  }
  return found
}

/** By symbol, first versions, oldest first. */
function hourCandles(log: Log): Map<string, Candle[]> {
  const found = new Map<string, Candle[]>()
  for (const { value: candle } of recordsOf(log, topics.candles)) {
    if (candle.revision > 0 || candle.timeframe !== '1h') continue
    const candles = found.get(candle.symbol) ?? []
    found.set(candle.symbol, candles)
    candles.push(candle)
  }
  for (const candles of found.values()) candles.sort((a, b) => a.open_time - b.open_time)
  return found
}

/** By symbol. */
function fundingOf(log: Log): Map<string, FundingPoint[]> {
  const found = new Map<string, FundingPoint[]>()
  for (const { value } of recordsOf(log, topics.context)) {
    if (value.kind !== 'funding') continue
    const points = found.get(value.symbol) ?? []
    found.set(value.symbol, points)
    points.push({ timeMs: value.event_time, rate: value.value })
  }
  return found
}

function text(
  { signals, netPct, draws, randomPct, low, high, p }: AgainstRandom,
  seed: number,
): string {
  const few = signals < judgedFrom ? '; too few to judge' : ''
  const verdict =
    p < 0.05
      ? 'better than random entries, as one history in twenty is by luck alone'
      : 'no better than random entries'
  return [
    `signals      ${signals} closed, mean net ${signed(netPct, 3)} % of notional`,
    `at random    ${signed(randomPct, 3)} %, 95 % of ${draws.toLocaleString('en')} draws between ${signed(low, 3)} and ${signed(high, 3)} (seed ${seed}): same symbols, sides, levels, costs and exits at other 15m closes`,
    `verdict      ${verdict}: p = ${p.toFixed(4)}${few}`,
  ].join('\n')
}
