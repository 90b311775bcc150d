import { describe, expect, test } from 'vitest'
import {
  samePrefix,
  sameUnderEveryCrash,
  sameUnderEveryCut,
  storyOf,
} from '../../engine/testing/crash.ts'
import type { Step } from '../../engine/testing/operator-run.ts'
import { toyRandom } from '../../engine/testing/toy-market.ts'
import type { Candle, Tick } from '../../schemas/contracts.generated.ts'
import { drowsy } from './testing/base-run.ts'
import { at, beat, kline, minute, trade } from './testing/market.ts'

describe('base candles of random trades and klines', () => {
  function randomSteps(seed: number, length = 60): readonly Step[] {
    const random = toyRandom(seed)
    const steps: Step[] = []
    let afterMs = 0
    for (let n = 0; n < length; n++) {
      afterMs += Math.floor(random() * random() * (random() < 0.1 ? 30 : 2) * minute)
      const key = random() < 0.8 ? 'A' : 'B'
      const lateMs = random() < 0.3 ? Math.floor(random() * random() * 12 * minute) : 0
      const eventMs = Math.max(0, afterMs - lateMs)
      if (random() < 0.7)
        steps.push(at(afterMs, 'trade', trade(n, eventMs, 100 + Math.floor(random() * 9)), key))
      else {
        const openMs = Math.max(0, eventMs - (eventMs % minute) - minute)
        const origin = random() < 0.8 ? 'STREAM' : 'BACKFILL'
        steps.push(at(Math.max(afterMs, openMs + minute), 'kline', kline(openMs, { origin }), key))
        afterMs = Math.max(afterMs, openMs + minute)
      }
    }
    return [...steps, beat(afterMs + 5 * minute)]
  }

  test('do not depend on crashes, cuts or what comes after', () => {
    for (let seed = 1; seed <= 3; seed++) {
      sameUnderEveryCrash(drowsy, randomSteps(seed))
      sameUnderEveryCut(drowsy, randomSteps(seed))
      samePrefix(drowsy, randomSteps(seed))
    }
  })

  test('carry the newest close before them in every minute without trades', () => {
    let carried = 0
    for (let seed = 1; seed <= 60; seed++) {
      const { outputs } = storyOf(drowsy, randomSteps(seed, 120))
      const newest = new Map<string, Candle>()
      for (const { key, value } of outputs.out ?? []) {
        newest.set(`${key} ${(value as Candle).open_time}`, value as Candle)
      }
      for (const [name, candle] of newest) {
        if (!candle.synthetic) continue
        const [key] = name.split(' ')
        const before = newest.get(`${key} ${candle.open_time - minute}`)
        expect(candle.close, `seed ${seed}, ${name}`).toBe(before?.close)
        if (candle.revision > 0) carried++
      }
    }
    expect(carried).toBeGreaterThan(10)
  })

  test('tell every candle once, its revisions one after another, and no trade twice or never', () => {
    let revisions = 0
    for (let seed = 1; seed <= 60; seed++) {
      const steps = randomSteps(seed, 120)
      const { outputs, deadLetters } = storyOf(drowsy, steps)
      const newest = new Map<string, Candle>()
      const toldTo = new Map<string, number>()
      for (const { key, value, timeMs } of outputs.out ?? []) {
        const candle = value as Candle
        const name = `${key} ${candle.open_time}`
        const before = newest.get(name)
        const told = (toldTo.get(key ?? '') ?? 0) > candle.open_time
        const { origin } = candle
        const expected =
          before === undefined ? (told && origin !== 'TICKS' ? 1 : 0) : before.revision + 1
        expect(candle.revision, `seed ${seed}, ${name}`).toBe(expected)
        toldTo.set(key ?? '', Math.max(toldTo.get(key ?? '') ?? 0, candle.open_time))
        expect(timeMs, `seed ${seed}, ${name}`).toBeGreaterThanOrEqual(candle.open_time + minute)
        newest.set(name, candle)
        if (candle.revision > 0) revisions++
      }
      // Trades under no kline are in the newest revision of their minute, or dead letters.
      const trades = steps.filter((step) => 'input' in step && step.input === 'trade')
      const minutesOfTrades = new Map<string, number>()
      for (const step of trades) {
        if (!('input' in step)) continue
        const { event_time } = step.value as Tick
        const name = `${step.key} ${event_time - (event_time % minute)}`
        minutesOfTrades.set(name, (minutesOfTrades.get(name) ?? 0) + 1)
      }
      const late = deadLetters.filter(({ payload }) => payload.includes('trade_id')).length
      let inCandles = 0
      let underKlines = 0
      for (const [name, count] of minutesOfTrades) {
        const candle = newest.get(name)
        if (candle?.origin === 'TICKS') inCandles += candle.trades ?? 0
        else underKlines += count
      }
      expect(inCandles + late, `seed ${seed}`).toBeLessThanOrEqual(trades.length)
      expect(inCandles + late + underKlines, `seed ${seed}`).toBeGreaterThanOrEqual(trades.length)
    }
    expect(revisions).toBeGreaterThan(100)
  })
})
