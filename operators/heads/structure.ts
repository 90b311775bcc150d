import type { Candle, Vote } from '../../schemas/contracts.generated.ts'
import { bounded, type Evidence, weigh } from './evidence.ts'
import type { HeadInput } from './head.ts'
import { sides } from './oriented.ts'
import { findSwings, type Swing } from './swings.ts'
import { readTrigger } from './trigger.ts'
import { abstain, type Caster, cast } from './vote.ts'

export const structureCaster: Caster = { head: 'HEAD_H', modelVersion: 'structure-1' }

/** Candles on each side that a swing must stand out from. */
const reach = 3
const hourlyMin = 30

interface Structure {
  readonly highs: readonly Swing[]
  readonly lows: readonly Swing[]
}

function structureOf(candles: readonly Candle[]): Structure {
  const swings = findSwings(candles, reach)
  return {
    highs: swings.filter(({ kind }) => kind === 'high').slice(-2),
    lows: swings.filter(({ kind }) => kind === 'low').slice(-2),
  }
}

/** How clearly highs and lows step the same way, in units of `step`; 0 where they disagree. */
function steps({ highs, lows }: Structure, step: number): number {
  const [highBefore, high] = highs
  const [lowBefore, low] = lows
  if (!highBefore || !high || !lowBefore || !low) return 0
  const up = bounded((high.price - highBefore.price) / step)
  const down = bounded((low.price - lowBefore.price) / step)
  return up * down > 0 ? (up + down) / 2 : 0
}

/** Higher highs and lows against lower ones on 15m and 1h, and whether the close broke the last swing. */
export function structure(input: HeadInput): Vote {
  const trigger = readTrigger(input, 30)
  if ('validity' in trigger) return abstain(structureCaster, input, trigger)
  const { candles, last, atr } = trigger
  const absent: string[] = []
  const evidence: Evidence[] = []

  const near = structureOf(candles)
  const trend = steps(near, 1.5 * atr)
  const word = trend > 0 ? 'higher highs and lows' : 'lower highs and lows'
  evidence.push({ score: trend, weight: 1, text: `${word} on 15m (${trend.toFixed(2)})` })

  for (const side of sides) {
    const swing = (side === 1 ? near.highs : near.lows).at(-1)
    if (swing === undefined) continue
    const beyond = (side * (last.close - swing.price)) / atr
    if (beyond <= 0) continue
    const name = side * trend < 0 ? 'change of character' : 'break of structure'
    const where = `${side === 1 ? 'above' : 'below'} ${swing.price.toPrecision(6)}`
    const text = `${name}: close ${beyond.toFixed(2)} ATR ${where}`
    evidence.push({ score: side * bounded(0.2 + beyond / 2), weight: 1, text })
  }

  const hourly = input.candles['1h'] ?? []
  const hourlyAtr = input.features['1h']?.atr_14 ?? null
  const known = hourly.length >= hourlyMin && hourlyAtr !== null && hourlyAtr > 0
  if (known) {
    const score = steps(structureOf(hourly), 1.5 * hourlyAtr)
    const text = `1h steps ${score > 0 ? 'up' : 'down'} (${score.toFixed(2)})`
    evidence.push({ score, weight: 1, text })
  } else {
    absent.push('1h.candles')
  }

  const opinion = weigh(evidence, {
    fullWeight: known ? 2.4 : 2,
    coverage: known ? 1 : 0.8,
    silence: 0.4,
  })
  return cast(structureCaster, input, opinion, absent)
}
