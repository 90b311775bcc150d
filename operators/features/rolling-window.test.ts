import fc from 'fast-check'
import { expect, test } from 'vitest'
import { push, windowSize } from './rolling-window.ts'

test('a window of a state holds the newest values in their order, beside what others keep', () => {
  const lengths = fc.integer({ min: 1, max: 5 })
  fc.assert(
    fc.property(lengths, fc.array(fc.double({ noNaN: true }), { maxLength: 40 }), (length, all) => {
      const from = 3
      const state = new Float64Array(from + windowSize(length) + 1).fill(-1, 0, from)
      state[state.length - 1] = -1
      all.forEach((value, index) => {
        const end = push(state, from, length, value)
        if (index + 1 < length) expect(end).toBe(0)
        else
          expect([...state.slice(end - length, end)]).toEqual(
            all.slice(index + 1 - length, index + 1),
          )
      })
      expect([state[0], state[2], state[state.length - 1]]).toEqual([-1, -1, -1])
    }),
  )
})
