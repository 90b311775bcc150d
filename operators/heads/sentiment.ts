import type { Vote } from '../../schemas/contracts.generated.ts'
import { contextAgeMaxMs, readContext, refuseWithout } from './context-reading.ts'
import { bounded, type Evidence, weigh } from './evidence.ts'
import type { HeadInput } from './head.ts'
import { abstain, type Caster, cast } from './vote.ts'

export const sentimentCaster: Caster = { head: 'HEAD_B', modelVersion: 'sentiment-1' }

/** How far from 50 fear & greed (0 to 100) begins to be extreme, and where it is wholly so. */
const extremeFrom = 20
const extremeFull = 40

/** Fades a crowd at its extreme and follows the news. */
export function sentiment(input: HeadInput): Vote {
  const absent: string[] = []
  const reading = readContext(input, ['fear_greed', 'news'], absent)
  const [fearGreed = null, news = null] = reading.values
  if (fearGreed === null && news === null) {
    return abstain(sentimentCaster, input, refuseWithout(reading, absent), absent)
  }
  const evidence: Evidence[] = []
  if (fearGreed !== null) {
    const off = fearGreed - 50
    const beyond = Math.max(0, Math.abs(off) - extremeFrom) / (extremeFull - extremeFrom)
    const score = off > 0 ? -beyond : beyond
    evidence.push({ score: bounded(score), weight: 1, text: `fear & greed is ${fearGreed}` })
  }
  if (news !== null) {
    evidence.push({ score: bounded(news), weight: 1, text: `news score is ${news.toFixed(2)}` })
  }
  // One voice of two is enough for a full opinion, not for full confidence in it.
  const coverage = evidence.length === 2 ? 1 : 0.9
  const opinion = weigh(evidence, { fullWeight: evidence.length, coverage, silence: 1 })
  return cast(sentimentCaster, input, opinion, absent, reading.oldestMs + contextAgeMaxMs)
}
