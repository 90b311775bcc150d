import { describe, expect, test } from 'vitest'
import { presets } from '../consensus/presets.ts'
import { type HistoryBook, historyGate, withOutcome } from './history.ts'

const like = { direction: 'LONG', regime: 'TRENDING', rewardRisk: 1 } as const
const book = (wins: number, cases: number, others: HistoryBook = {}): HistoryBook => ({
  ...others,
  'LONG TRENDING': { cases, wins },
})

describe('history gate', () => {
  test('passes below twenty cases without an opinion', () => {
    expect(historyGate({}, like, presets.standard)).toMatchObject({ value: null, passed: true })
    const few = historyGate(book(0, 19), like, presets.standard)
    expect(few).toMatchObject({ value: null, passed: true })
    expect(few.note).toBe('19 cases of LONG TRENDING, fewer than 20')
  })

  test('judges from twenty, shrunk to the base rate with weight 20', () => {
    const verdict = historyGate(
      book(15, 20, { 'SHORT RANGING': { cases: 30, wins: 10 } }),
      like,
      presets.strict,
    )
    expect(verdict.value).toBeCloseTo((15 + 20 * 0.5) / 40, 12)
    expect(verdict.threshold).toBeCloseTo(0.6, 12)
    expect(verdict.passed).toBe(true)
  })

  test('compares with the break-even rate of this reward/risk', () => {
    const given = book(10, 20)
    expect(historyGate(given, like, presets.standard).passed).toBe(false)
    const wider = historyGate(given, { ...like, rewardRisk: 1.7 }, presets.standard)
    expect(wider.threshold).toBeCloseTo(1.05 / 2.7, 12)
    expect(wider.passed).toBe(true)
  })

  test('is off in exploring', () => {
    const verdict = historyGate(book(0, 100), like, presets.exploring)
    expect(verdict).toMatchObject({ value: null, passed: true, note: 'off in exploring' })
  })

  test('says the raw count with its interval', () => {
    const { note } = historyGate(book(15, 20), like, presets.standard)
    expect(note).toContain('won 15 of 20 (95 % 53.1 % to 88.8 %)')
  })
})

test('the book counts by direction and regime and leaves the old one alone', () => {
  const first = withOutcome({}, { direction: 'LONG', regime: 'TRENDING', won: true })
  const second = withOutcome(first, { direction: 'LONG', regime: 'TRENDING', won: false })
  const third = withOutcome(second, { direction: 'SHORT', regime: 'TRENDING', won: true })
  expect(first).toEqual({ 'LONG TRENDING': { cases: 1, wins: 1 } })
  expect(third).toEqual({
    'LONG TRENDING': { cases: 2, wins: 1 },
    'SHORT TRENDING': { cases: 1, wins: 1 },
  })
  expect(structuredClone(third)).toEqual(third)
})
