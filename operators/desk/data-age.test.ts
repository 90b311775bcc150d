import { expect, test } from 'vitest'
import { dataAge, forgottenMs } from './data-age.ts'

const cases = [
  {
    name: 'is nothing before the first price',
    given: {},
    at: 1_000,
    says: { data_time: null, data_age_ms: null, stalest_symbol: null, stalest_age_ms: null },
  },
  {
    name: 'is of the newest price, beside the stalest symbol',
    given: { SOL: 700, BTC: 900, ETH: 400 },
    at: 1_000,
    says: { data_time: 900, data_age_ms: 100, stalest_symbol: 'ETH', stalest_age_ms: 600 },
  },
  {
    name: 'names of two equally stale symbols the first by name',
    given: { SOL: 400, ETH: 400, BTC: 900 },
    at: 1_000,
    says: { stalest_symbol: 'ETH' },
  },
  {
    name: 'still follows a symbol just before it is forgotten',
    given: { OLD: 1_000, BTC: 1_000 + forgottenMs },
    at: 1_000 + forgottenMs,
    says: { stalest_symbol: 'OLD', stalest_age_ms: forgottenMs },
  },
  {
    name: 'forgets a symbol that is gone',
    given: { OLD: 999, BTC: 1_000 + forgottenMs },
    at: 1_000 + forgottenMs,
    says: { stalest_symbol: 'BTC', stalest_age_ms: 0 },
  },
  {
    name: 'goes on growing where every symbol is gone',
    given: { OLD: 1_000 },
    at: 1_001 + forgottenMs,
    says: {
      data_time: 1_000,
      data_age_ms: forgottenMs + 1,
      stalest_symbol: null,
      stalest_age_ms: null,
    },
  },
] as const

for (const { name, given, at, says } of cases) {
  test(`the age of the data ${name}`, () => expect(dataAge(given, at)).toMatchObject(says))
}
