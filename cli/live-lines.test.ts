import { expect, test } from 'vitest'
import type { Status } from '../schemas/contracts.generated.ts'
import { staleness } from './live-lines.ts'

const status = (symbol: string | null, ageMs: number | null) =>
  ({ stalest_symbol: symbol, stalest_age_ms: ageMs }) as Status

test('the live line speaks of a feed that has been silent for two minutes, and of no other', () => {
  expect(staleness(undefined)).toBe('')
  expect(staleness(status(null, null))).toBe('')
  expect(staleness(status('ETHUSDT', 119_999))).toBe('')
  expect(staleness(status('ETHUSDT', 200_000))).toBe(' · NO DATA of ETHUSDT for 3 min')
})
