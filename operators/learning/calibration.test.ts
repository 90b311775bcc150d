import { describe, expect, test } from 'vitest'
import { calibrated } from '../consensus/calibration.ts'
import { vote } from '../consensus/testing/votes.ts'
import { brierScore, calibrationInForce, learnCalibration } from './calibration.ts'
import { outcome } from './testing/outcomes.ts'

const spoken = (won: boolean) =>
  outcome('', {
    won,
    signal_time: 10,
    votes: [
      vote('HEAD_A', 'LONG', { probability: 0.82 }),
      vote('HEAD_B', 'SHORT', { probability: 0.7 }),
      vote('HEAD_C', 'FLAT', { probability: 0.7 }),
      vote('HEAD_D', 'LONG', { validity: 'STALE' }),
      vote('HEAD_E', 'LONG', { valid_until: 9 }),
      vote('HEAD_F', 'LONG', { probability: 0.51 }),
    ],
  })

describe('the calibration of heads', () => {
  const once = learnCalibration({}, spoken(true))
  const twice = learnCalibration(once, spoken(false))

  test('counts who was for a side, also unsure, and nobody else', () => {
    expect(Object.keys(once).sort()).toEqual(['HEAD_A', 'HEAD_B', 'HEAD_F'])
  })

  test('calls right who was for what won or against what lost', () => {
    expect(twice.HEAD_A?.bins[6]).toEqual({ votes: 2, said: 1.64, right: 1 })
    expect(once.HEAD_B?.bins[4]).toEqual({ votes: 1, said: 0.7, right: 0 })
    expect(twice.HEAD_B?.bins[4]).toEqual({ votes: 2, said: 1.4, right: 1 })
    expect(once.HEAD_F?.bins[0]).toEqual({ votes: 1, said: 0.51, right: 1 })
  })

  test('has the Brier score: the mean square of what was missed', () => {
    if (twice.HEAD_A === undefined) throw new Error('HEAD_A has spoken')
    expect(brierScore(twice.HEAD_A)).toBeCloseTo((0.18 * 0.18 + 0.82 * 0.82) / 2, 12)
  })

  test('leaves what it was given, and is plain data', () => {
    expect(once.HEAD_A?.votes).toBe(1)
    expect(structuredClone(twice)).toEqual(twice)
  })

  test('goes with the weights as votes and rights by bin, and draws what is said to them', () => {
    const inForce = calibrationInForce(twice)
    expect(Object.keys(inForce)).toEqual(['HEAD_A', 'HEAD_B', 'HEAD_F'])
    expect(inForce.HEAD_A).toHaveLength(10)
    expect(inForce.HEAD_A?.[6]).toEqual({ votes: 2, right: 1 })
    expect(calibrated(inForce.HEAD_A, 0.82)).toBeCloseTo((1 + 16.4) / 22, 12)
  })
})
