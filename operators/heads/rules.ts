import type { Vote } from '../../schemas/contracts.generated.ts'
import { findCandlePattern } from './candle-patterns.ts'
import { type Evidence, weigh } from './evidence.ts'
import type { HeadInput } from './head.ts'
import { closeOf, lowOf, sides } from './oriented.ts'
import { findSwings, type Swing } from './swings.ts'
import { readTrigger } from './trigger.ts'
import { abstain, type Caster, cast } from './vote.ts'

export const rulesCaster: Caster = { head: 'HEAD_D', modelVersion: 'rules-1' }

/** How near, in ATR, counts as at a level. */
const nearAtr = 0.35
/** Swings at one price that make a level, and those that make it a full one. */
const touchesMin = 2
const touchesFull = 4

function touchesBetween(swings: readonly Swing[], low: number, high: number): number {
  let touches = 0
  for (const { price } of swings) if (price >= low && price <= high) touches += 1
  return touches
}

/** Candlestick patterns, believed where they stand at a support or resistance, and closes beyond one. */
export function rules(input: HeadInput): Vote {
  const trigger = readTrigger(input, 40)
  if ('validity' in trigger) return abstain(rulesCaster, input, trigger)
  const { candles, last, atr } = trigger
  const before = candles.at(-2) ?? last
  const hourly = input.candles['1h'] ?? []
  const absent = hourly.length < 20 ? ['1h.candles'] : []
  const swings = [...findSwings(candles, 3), ...findSwings(hourly, 3)]
  const near = nearAtr * atr
  const evidence: Evidence[] = []

  for (const side of sides) {
    const pattern = findCandlePattern(candles, atr, side)
    if (pattern !== null) {
      evidence.push({ score: side * pattern.strength, weight: 1, text: pattern.name })
    }
    const floor = side * Math.min(lowOf(last, side), lowOf(before, side))
    const touches = touchesBetween(swings, floor - near, floor + near)
    const lift = closeOf(last, side) - side * floor
    if (touches >= touchesMin && lift > 0.6 * atr) {
      const name = side === 1 ? 'support' : 'resistance'
      const score = (side * Math.min(touches, touchesFull)) / touchesFull
      const text = `turned at ${name} ${floor.toPrecision(6)}, ${touches} touches`
      evidence.push({ score, weight: 0.7, text })
    }
    const crossed = side * (last.close - before.close)
    if (crossed > 0) {
      const low = Math.min(before.close, last.close - side * 0.15 * atr)
      const high = Math.max(before.close, last.close - side * 0.15 * atr)
      const broken = touchesBetween(swings, low, high)
      if (broken >= touchesMin && crossed > 0.4 * atr) {
        const score = (side * Math.min(broken, touchesFull)) / touchesFull
        const text = `closed through ${broken} swings ${side === 1 ? 'above' : 'below'}`
        evidence.push({ score, weight: 0.8, text })
      }
    }
  }

  const opinion = weigh(evidence, {
    fullWeight: 1.8,
    coverage: absent.length > 0 ? 0.9 : 1,
    silence: 0,
  })
  return cast(rulesCaster, input, opinion, absent)
}
