import type { FeatureVector, Vote } from '../../../schemas/contracts.generated.ts'
import type { FeatureName } from '../../features/indicator.ts'
import { bounded, type Evidence, weigh } from '../evidence.ts'
import type { HeadInput } from '../head.ts'
import { readFeature, readTrigger } from '../trigger.ts'
import { abstain, type Caster, cast } from '../vote.ts'
import { type Agreement, readAgreement } from './agreement.ts'
import { momentumMeasures } from './momentum-measures.ts'
import { trendMeasures } from './trend-measures.ts'
import { volatilityMeasures } from './volatility-measures.ts'

export const technicalCaster: Caster = { head: 'HEAD_A', modelVersion: 'technical-2' }

/** Of a vote: 40 % is the agreement of the trend, 35 % that of the momentum, 25 % that of the volatility. */
const groups = [
  { name: 'trend', measures: trendMeasures, weight: 0.4 },
  { name: 'momentum', measures: momentumMeasures, weight: 0.35 },
  { name: 'volatility', measures: volatilityMeasures, weight: 0.25 },
] as const

const measuresMin = 3
const total = groups.reduce((sum, { measures }) => sum + measures.length, 0)

/** What of the trend's agreement the longer timeframe makes, where it is known. */
const longerShare = 0.2

/** How much a trend is to be believed: less in a chop, more where returns persist; 1 where neither is known. */
function persistence({ choppiness_14, hurst_100 }: FeatureVector): number {
  const chop = choppiness_14 === null ? 0 : bounded((choppiness_14 - 50) / 20)
  const hurst = hurst_100 === null ? 0 : bounded((hurst_100 - 0.55) / 0.15)
  return 1 - 0.2 * chop + 0.1 * hurst
}

/** How much the channels are to be believed: more where the newest candle is wider than usual. */
function expansion({ true_range }: FeatureVector, atr: number): number {
  return true_range === null ? 1 : 0.8 + 0.3 * Math.min(2, true_range / atr)
}

function textOf(name: string, { score, known, up, down, loudest }: Agreement): string {
  const most = loudest.map((one) => `${one.name} ${one.score.toFixed(2)}`).join(', ')
  const count = score < 0 ? `${down} of ${known} down` : `${up} of ${known} up`
  return `${name} ${score.toFixed(2)}, ${count}${most === '' ? '' : `: ${most}`}`
}

/** Agreement of the trigger candle's indicators, by trend, momentum and volatility, with the trend of the analysis timeframe. */
export function technical(input: HeadInput): Vote {
  const trigger = readTrigger(input, 26)
  const features = input.features[input.trigger]
  if ('validity' in trigger) return abstain(technicalCaster, input, trigger)
  const { atr, last } = trigger
  const missing = new Set<FeatureName>()
  const evidence: Evidence[] = []
  const absent: string[] = []
  let known = 0
  if (features !== undefined) {
    for (const { name, measures, weight } of groups) {
      const agreement = readAgreement(measures, features, { close: last.close, atr }, missing)
      known += agreement.known
      const belief =
        name === 'trend'
          ? persistence(features)
          : name === 'volatility'
            ? expansion(features, atr)
            : 1
      const score = bounded(belief * agreement.score)
      evidence.push({ score, weight, text: textOf(name, agreement) })
    }
  }
  for (const name of missing) absent.push(`${input.trigger}.${name}`)
  const { analysis } = input
  const average = readFeature(input, analysis, 'ema_50', absent)
  const longerAtr = readFeature(input, analysis, 'atr_14', absent)
  if (average !== null && longerAtr !== null && longerAtr > 0) {
    const distance = (last.close - average) / longerAtr
    const text = `close stands ${distance.toFixed(2)} ATR from EMA 50 of ${analysis}`
    evidence.push({ score: bounded(distance / 4.5), weight: longerShare, text })
    known += 1
  }
  if (known < measuresMin) {
    const reason = `${known} of ${total + 1} measures`
    return abstain(technicalCaster, input, { validity: 'WARMING', reason }, absent)
  }
  const coverage = 0.5 + (0.5 * known) / (total + 1)
  const opinion = weigh(evidence, { fullWeight: 1.12, coverage, silence: 1 })
  return cast(technicalCaster, input, opinion, absent)
}
