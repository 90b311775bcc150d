import type { Log } from '../engine/log/log.ts'
import { recordsOf } from '../engine/log/records-of.ts'
import { presets } from '../operators/consensus/presets.ts'
import {
  type AgainstCoinFlips,
  simulatedMax,
  type WeightsNoise,
  weightsNoise,
} from '../operators/learning/coin-flip-band.ts'
import { lessonsTaken } from '../operators/learning/lessons-taken.ts'
import { equalWeights } from '../operators/learning/projection.ts'
import {
  learningConfigOf,
  presetOf,
  type TradingSettings,
} from '../operators/trading/trading-settings.ts'
import type { Outcome } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'

/** How the weights of a log stand against coin flips; which votes counted is told by the preset in force now. */
export function noiseOf(log: Log, settings: TradingSettings): WeightsNoise {
  const versions = [...recordsOf(log, topics.weights)].map(({ value }) => value)
  const taken = lessonsTaken(versions, equalWeights(settings.heads), simulatedMax)
  const causes = new Set(taken.taught.map(({ cause }) => cause))
  const outcomes = new Map<string, Outcome>()
  for (const { value } of recordsOf(log, topics.outcomes)) {
    if (causes.has(value.id)) outcomes.set(value.id, value)
  }
  let preset = presets[settings.preset]
  for (const { value } of recordsOf(log, topics.settings)) preset = presetOf(value) ?? preset
  // A seed of its own for each version, so that a stroke of luck does not last.
  return weightsNoise(taken, outcomes, learningConfigOf(settings, preset), versions.length)
}

/** The largest weight and the largest mean weight beside what coin flips give, in two lines. */
export function noiseText({
  largest,
  largestMean,
  lessons,
  simulated,
  reachesBound,
}: WeightsNoise): readonly string[] {
  if (lessons === 0) return ['no lesson yet: nothing to tell from noise']
  const bound = reachesBound ? '; they reach the bound: this alone shows no skill' : ''
  const newest = simulated < lessons ? `the newest ${simulated} of ` : ''
  return [
    `largest ${against(largest)} (coin-flip heads: ${band(largest)}, ${newest}${lessons} lessons${bound})`,
    `largest mean ${against(largestMean)} (coin-flip heads: ${band(largestMean)}, over ${simulated} lessons)`,
  ]
}

function against({ weight, head, withinNoise }: AgainstCoinFlips): string {
  return `${weight.toFixed(4)} ${head} — ${withinNoise ? 'within noise' : 'more than noise'}`
}

function band({ low, high }: AgainstCoinFlips): string {
  return `95 % ${low.toFixed(3)} to ${high.toFixed(3)}`
}
