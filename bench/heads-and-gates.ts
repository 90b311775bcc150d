import { recordsOf } from '../engine/log/records-of.ts'
import { weighVotes } from '../operators/consensus/consensus.ts'
import { presets } from '../operators/consensus/presets.ts'
import { runMarketGates } from '../operators/gates/market-gates.ts'
import { castVotes } from '../operators/heads/catalogue.ts'
import { equalWeights } from '../operators/learning/projection.ts'
import { costDefaults, levelsOf } from '../operators/positions/levels.ts'
import { isTimeframe, type Timeframe } from '../operators/timeframe.ts'
import { headIds } from '../operators/trading/trading-settings.ts'
import type { Candle, FeatureVector } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { simulatedHistory, wholeChain } from './candles-to-weights.ts'
import { type Figure, ratePerSecond } from './figure.ts'

const asked = 60_000
const candlesMax = 120
const minutesPerVote = 15

type Timeframed<T> = { [timeframe in Timeframe]?: T }

/** One symbol's candles and features as they closed, the longest timeframe of an instant first. */
interface Step {
  readonly candle: Candle
  readonly features: FeatureVector
}

/**
 * The votes of all heads on each 15m close, their consensus and the market's gates, over candles and features that are
 * there already; as one-minute candles/s, of which fifteen make one vote.
 */
export async function headsAndGates(): Promise<readonly Figure[]> {
  const symbols = stepsOf(await wholeChain(simulatedHistory()))
  const votes = [...symbols.values()].flat().filter(({ candle }) => candle.timeframe === '15m')
  const value = await ratePerSecond(votes.length * minutesPerVote, () => {
    let opportunities = 0
    return {
      work() {
        for (const [symbol, steps] of symbols) opportunities += voteThrough(symbol, steps)
      },
      after() {
        if (opportunities === 0) throw new Error('the heads saw nothing')
      },
    }
  })
  const ratioTo = `the ${asked.toLocaleString('en')} asked for; ${votes.length.toLocaleString('en')} scans`
  return [{ name: 'heads-and-gates', value, unit: 'candles/s', ratio: value / asked, ratioTo }]
}

function stepsOf(log: Awaited<ReturnType<typeof wholeChain>>): Map<string, Step[]> {
  const features = new Map<string, FeatureVector>()
  for (const { value } of recordsOf(log, topics.features))
    features.set(`${value.symbol} ${value.timeframe} ${value.open_time}`, value)
  const found = new Map<string, Step[]>()
  for (const { value: candle } of recordsOf(log, topics.candles)) {
    const { symbol, timeframe, open_time, revision } = candle
    const vector = features.get(`${symbol} ${timeframe} ${open_time}`)
    if (revision > 0 || vector === undefined) continue
    const steps = found.get(symbol) ?? []
    found.set(symbol, steps)
    steps.push({ candle, features: vector })
  }
  return found
}

/** How many scans had a direction. */
function voteThrough(symbol: string, steps: readonly Step[]): number {
  const candles: Timeframed<Candle[]> = {}
  const newest: Timeframed<FeatureVector> = {}
  const { standard: preset } = presets
  const equal = equalWeights(headIds)
  let opportunities = 0
  for (const { candle, features } of steps) {
    const { timeframe } = candle
    if (!isTimeframe(timeframe)) continue
    const known = candles[timeframe] ?? []
    candles[timeframe] = known
    known.push(candle)
    if (known.length > candlesMax) known.shift()
    newest[timeframe] = features
    if (timeframe !== '15m') continue
    const closeTimeMs = features.close_time
    const on = { trigger: '15m', analysis: '1h' } as const
    const votes = castVotes({ symbol, ...on, closeTimeMs, candles, features: newest, context: {} })
    const consensus = weighVotes(votes, equal, preset.vote, closeTimeMs)
    if (consensus.direction === 'FLAT') continue
    opportunities += 1
    const levels = levelsOf({
      side: consensus.direction,
      kind: 'perpetual',
      price: features.close,
      atr: newest['1h']?.atr_14 ?? 0,
      costs: costDefaults.perpetual,
    })
    const about = { preset, consensus, regime: 'RANGING', features, candles: known, levels }
    runMarketGates({
      ...about,
      history: {},
      memoryRisk: null,
      memoryGate: 'watch',
      modelVote: undefined,
    })
  }
  return opportunities
}
