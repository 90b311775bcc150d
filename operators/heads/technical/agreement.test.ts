import { expect, test } from 'vitest'
import type { FeatureName } from '../../features/indicator.ts'
import { createFeatureValues } from '../../features/testing/feature-values.ts'
import { readAgreement } from './agreement.ts'
import { around } from './measure.ts'

const measures = [
  around('RSI', 'rsi_14', 50, 25),
  around('MFI', 'mfi_14', 50, 25),
  around('CMO', 'cmo_14', 0, 100),
  around('CCI', 'cci_20', 0, 100),
  around('TSI', 'tsi', 0, 100),
]
const unit = { close: 100, atr: 1 }
const features = { ...createFeatureValues(), rsi_14: 100, mfi_14: 60, cmo_14: -20, cci_20: 50 }

test('measures agree by their mean; each is bounded, the unknown ones are left out and listed', () => {
  const absent = new Set<FeatureName>()
  const agreement = readAgreement(measures, features, unit, absent)
  expect(agreement).toMatchObject({ known: 4, up: 3, down: 1 })
  expect(agreement.score).toBeCloseTo((1 + 0.4 - 0.2 + 0.5) / 4, 9)
  expect([...absent]).toEqual(['tsi'])
})

test('the loudest for the side taken are named, loudest first', () => {
  const { loudest } = readAgreement(measures, features, unit, new Set())
  expect(loudest).toEqual([
    { name: 'RSI', score: 1 },
    { name: 'CCI', score: 0.5 },
    { name: 'MFI', score: 0.4 },
  ])
  const down = { ...createFeatureValues(), rsi_14: 10, mfi_14: 60, cmo_14: -20 }
  const names = readAgreement(measures, down, unit, new Set()).loudest.map(({ name }) => name)
  expect(names).toEqual(['RSI', 'CMO'])
})

test('without a known measure there is no agreement', () => {
  const none = readAgreement(measures, createFeatureValues(), unit, new Set())
  expect(none).toEqual({ score: 0, known: 0, up: 0, down: 0, loudest: [] })
})
