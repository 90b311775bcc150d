import fc from 'fast-check'
import { expect, test } from 'vitest'
import { append, createRecent } from './recent-values.ts'
import { extremeAge, extremeSize, highest, lowest } from './window-extreme.ts'

const coarse = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 })

test('the extremes are those of the newest values, and their ages those of the newest such', () => {
  fc.assert(
    fc.property(coarse, fc.integer({ min: 1, max: 7 }), (all, period) => {
      const state = new Float64Array(2 * extremeSize)
      const recent = createRecent(period + 1)
      all.forEach((value, index) => {
        append(recent, value)
        const { values, end } = recent
        const newest = all.slice(Math.max(0, index + 1 - period), index + 1)
        const high = highest(state, 0, values, end, index + 1, period)
        const low = lowest(state, extremeSize, values, end, index + 1, period)
        expect([high, low]).toEqual([Math.max(...newest), Math.min(...newest)])
        const ageOf = (extreme: number) => newest.length - 1 - newest.lastIndexOf(extreme)
        expect(extremeAge(state, 0, period)).toBe(ageOf(high))
        expect(extremeAge(state, extremeSize, period)).toBe(ageOf(low))
      })
    }),
  )
})
