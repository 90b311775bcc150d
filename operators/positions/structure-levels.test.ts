import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { candlesOf, legs, mirrored } from '../heads/testing/chart.ts'
import { costDefaults, levelsOf, type Side } from './levels.ts'
import { type StructureInput, structureLevels } from './structure-levels.ts'
import { type Turn, unbrokenTurns } from './unbroken-turns.ts'

const low = (price: number): Turn => ({ kind: 'low', price, openMs: 0 })
const high = (price: number): Turn => ({ kind: 'high', price, openMs: 0 })

function inputOf(turns: readonly Turn[], more: Partial<StructureInput> = {}): StructureInput {
  return {
    side: 'LONG',
    kind: 'perpetual',
    price: 100,
    atr: 1,
    costs: costDefaults.perpetual,
    turns,
    timeframe: '1h',
    rewardRiskMin: 1.2,
    ...more,
  }
}

function found(turns: readonly Turn[], more: Partial<StructureInput> = {}) {
  const levels = structureLevels(inputOf(turns, more))
  return levels && { stop: levels.stopLoss, target: levels.takeProfit, reason: levels.reason }
}

const plain = { stop: 98.8, target: 102.4, reason: 'stop 1.2 ATR away; target 2.4 ATR away' }

describe('a stop by structure', () => {
  test('stands a tenth of an ATR behind the swing that puts it 0.8 to 1.6 ATR away', () => {
    expect(found([low(99)])).toEqual({
      stop: 98.9,
      target: 102.4,
      reason: 'stop behind the swing low 99.0000 of 1h, 1970-01-01 00:00 UTC; target 2.4 ATR away',
    })
  })

  test('stands behind the nearest of several', () => {
    expect(found([low(98.6), low(99.2), low(98.9)])?.stop).toBeCloseTo(99.1, 12)
  })

  const outside = [
    { name: 'a swing that is too near', turns: [low(99.4)] },
    { name: 'a swing that is too far', turns: [low(98.4)] },
    { name: 'a swing above the price', turns: [low(101)] },
    { name: 'a high on the side of lows', turns: [high(99)] },
    { name: 'no swing', turns: [] },
  ]
  for (const { name, turns } of outside) {
    test(`is the ATR's with ${name}`, () => expect(found(turns)).toEqual(plain))
  }

  test('is the ATR’s where a swing would cost too much reward', () => {
    // 2.26 against 1.64: under 1.5, which the plain levels have.
    expect(found([low(98.6)], { rewardRiskMin: 1.5 })).toEqual(plain)
    expect(found([low(98.6)], { rewardRiskMin: 1.2 })?.stop).toBeCloseTo(98.5, 12)
  })
})

describe('a target by structure', () => {
  test('stands a tenth of an ATR before the nearest swing in its way', () => {
    const levels = found([high(102.2), high(102), high(103)])
    expect(levels?.target).toBeCloseTo(101.9, 12)
    expect(levels?.reason).toBe(
      'stop 1.2 ATR away; target before the swing high 102.000 of 1h, 1970-01-01 00:00 UTC',
    )
  })

  test('is the ATR’s where the swing is so near that it is not worth the risk', () => {
    expect(found([high(101.5)])).toEqual(plain)
    expect(found([high(100.05)])).toEqual(plain)
  })

  test('goes no further for a swing behind it', () => {
    expect(found([high(102.6)])).toEqual(plain)
  })

  test('goes with a nearer stop that makes up for it', () => {
    const levels = found([low(99.2), high(101.5)])
    expect(levels?.stop).toBeCloseTo(99.1, 12)
    expect(levels?.target).toBeCloseTo(101.4, 12)
  })
})

describe('levels on a drawn chart', () => {
  // Up to 102.3, down to 99, and up again to 100.
  const rising = legs(95, [102.3, 6], [99, 5], [100, 4])

  test('stand behind its low and before its high', () => {
    const turns = unbrokenTurns(candlesOf(rising, '1h'))
    expect(found(turns)).toEqual({
      stop: 98.9,
      target: 102.2,
      reason:
        'stop behind the swing low 99.0000 of 1h, 2025-05-07 15:00 UTC; target before the swing high 102.300 of 1h, 2025-05-07 10:00 UTC',
    })
  })

  test('stand in the mirror where the chart does', () => {
    const turns = unbrokenTurns(candlesOf(mirrored(rising, 100), '1h'))
    const levels = found(turns, { side: 'SHORT' })
    expect(levels?.stop).toBeCloseTo(101.1, 12)
    expect(levels?.target).toBeCloseTo(97.8, 12)
    expect(levels?.reason).toContain('stop behind the swing high 101.000')
  })
})

test('there are none where there can be no position', () => {
  expect(found([low(99)], { kind: 'spot', side: 'SHORT' })).toBeNull()
  expect(found([low(99)], { atr: 0 })).toBeNull()
})

test('whatever the swings, the stop is 0.8 to 1.6 ATR away and reward/risk not below the gate or the plain one', () => {
  const turn = fc.record({
    kind: fc.constantFrom('low' as const, 'high' as const),
    price: fc.double({ min: 90, max: 110, noNaN: true }),
    openMs: fc.constant(0),
  })
  const side = fc.constantFrom<Side>('LONG', 'SHORT')
  fc.assert(
    fc.property(
      fc.array(turn, { maxLength: 8 }),
      side,
      fc.constantFrom(1, 1.2, 1.5),
      (turns, side, rewardRiskMin) => {
        const input = inputOf(turns, { side, rewardRiskMin })
        const levels = structureLevels(input)
        const atrLevels = levelsOf(input)
        if (levels === null || atrLevels === null) throw new Error('there must be levels')
        const away = Math.abs(input.price - levels.stopLoss)
        expect(away).toBeGreaterThan(0.8 - 1e-9)
        expect(away).toBeLessThan(1.6 + 1e-9)
        expect(Math.abs(levels.takeProfit - input.price)).toBeLessThan(2.4 + 1e-9)
        expect(levels.rewardRisk).toBeGreaterThanOrEqual(
          Math.min(rewardRiskMin, atrLevels.rewardRisk),
        )
      },
    ),
  )
})
