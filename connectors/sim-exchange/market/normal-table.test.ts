import { expect, test } from 'vitest'
import { normalOf, normalQuantile, normalTable } from './normal-table.ts'

test('the table has mean zero and variance one', () => {
  const mean = normalTable.reduce((sum, value) => sum + value, 0) / normalTable.length
  const variance = normalTable.reduce((sum, value) => sum + value * value, 0) / normalTable.length
  expect(mean).toBeCloseTo(0, 12)
  expect(variance).toBeCloseTo(1, 12)
})

test('quantiles are those of the normal distribution', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 3)
  expect(normalQuantile(0.5)).toBeCloseTo(0, 3)
  expect(normalOf(0)).toBeLessThan(-3)
  expect(normalOf(0xffff_ffff)).toBeGreaterThan(3)
})
