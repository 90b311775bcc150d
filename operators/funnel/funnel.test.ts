import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gateNames } from '../gates/gate-names.ts'
import { type Funnel, funnelOf } from './funnel.ts'
import type { Opportunity } from './opportunity.ts'

const signal: Opportunity = { gate: null, value: null, threshold: null, shadowNetPct: null }

/** So many signals, and refusals by gate. */
function funnel(signals: number, refusals: { readonly [gate: string]: number }): Funnel {
  return funnelOf([
    ...Array.from({ length: signals }, () => signal),
    ...Object.entries(refusals).flatMap(([gate, count]) =>
      Array.from({ length: count }, () => ({ ...signal, gate })),
    ),
  ])
}

describe('the funnel', () => {
  test('says how many reach each gate, and how many of them it refuses', () => {
    const { gates, ...counts } = funnel(4, { exposure: 1, confluence: 15, consensus: 80 })
    expect(counts).toMatchObject({ opportunities: 100, candidates: 5, signals: 4 })
    const told = gates.filter(({ refused }) => refused > 0)
    expect(told.map(({ gate, reached, share }) => [gate, reached, share])).toEqual([
      ['consensus', 100, 0.8],
      ['confluence', 20, 0.75],
      ['exposure', 5, 0.2],
    ])
    expect(gates.map(({ gate }) => gate)).toEqual([...gateNames])
  })

  test('of nothing has no shares and no binding gate', () => {
    const { opportunities, binding, gates } = funnelOf([])
    expect([opportunities, binding]).toEqual([0, null])
    for (const { reached, share } of gates) expect([reached, share]).toEqual([0, null])
  })

  test('counts a gate that it does not know behind the others', () => {
    const { gates, signals } = funnel(1, { consensus: 1, 'of-tomorrow': 2 })
    expect(gates.at(-1)).toMatchObject({ gate: 'of-tomorrow', reached: 3, refused: 2 })
    expect(signals).toBe(1)
  })

  test('tells refusals for want of a measurement', () => {
    const lacking = { ...signal, gate: 'confluence', threshold: 60 }
    const { gates } = funnelOf([lacking, { ...lacking, value: 50 }, { ...signal, gate: 'halted' }])
    expect(gates.flatMap(({ gate, unmeasured }) => (unmeasured > 0 ? [gate] : []))).toEqual([
      'confluence',
    ])
    expect(gates.find(({ gate }) => gate === 'confluence')?.unmeasured).toBe(1)
  })

  test('is the same in whatever order opportunities come, and loses none', () => {
    const opportunity = fc.record({
      gate: fc.option(fc.constantFrom(...gateNames)),
      value: fc.option(fc.integer({ min: 0, max: 80 })),
      threshold: fc.option(fc.constantFrom(60, 70)),
      shadowNetPct: fc.option(fc.double({ min: -3, max: 3, noNaN: true })),
    })
    const both = fc
      .array(opportunity)
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      )
    fc.assert(
      fc.property(both, ([all, shuffled]) => {
        const { gates, ...counts } = funnelOf(all)
        expect(funnelOf(shuffled)).toEqual({ gates, ...counts })
        const refused = gates.reduce((sum, one) => sum + one.refused, 0)
        expect(counts.opportunities).toBe(all.length)
        expect(counts.signals + refused).toBe(all.length)
      }),
    )
  })
})

describe('the binding gate', () => {
  test('is the one that refuses most of what reaches it, consensus apart', () => {
    expect(funnel(8, { consensus: 900, confluence: 60, 'net-profit': 30 }).binding?.gate).toBe(
      'net-profit',
    )
    expect(funnel(8, { consensus: 900 }).binding).toBeNull()
  })

  test('is not the last one merely because the last few ended there', () => {
    expect(funnel(0, { consensus: 80, confluence: 18, 'cool-down': 2 }).binding?.gate).toBe(
      'confluence',
    )
    expect(funnel(0, { 'reward-risk': 50, exposure: 150 }).binding?.gate).toBe('exposure')
  })
})
