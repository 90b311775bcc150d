import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { samePrefix, sameUnderEveryCrash, sameUnderEveryCut, storyOf } from '../testing/crash.ts'
import { type Step, underTest } from '../testing/operator-run.ts'
import { asOfJoin } from './as-of-join.ts'

const staleAfterMs = 100
const joined = underTest(['right', 'left'], ({ left, right }) => ({
  out: asOfJoin<string, string, string>({
    id: 'join',
    staleAfterMs,
    join: (l, r, ageMs) => `${l}:${r ?? 'absent'}${ageMs === undefined ? '' : `@${ageMs}`}`,
  })({ left, right }),
}))

const left = (timeMs: number, value = 'l', key = 'k'): Step => ({
  input: 'left',
  key,
  value,
  timeMs,
})
const right = (timeMs: number, value: string, key = 'k'): Step => ({
  input: 'right',
  key,
  value,
  timeMs,
})
const valuesOf = (steps: readonly Step[]) =>
  storyOf(joined, [...steps, { beatMs: 1e9 }]).outputs.out?.map(({ value }) => value)

describe('the as-of join', () => {
  const cases: readonly [string, readonly Step[], readonly string[]][] = [
    ['takes the newest record in effect', [right(1, 'a'), right(5, 'b'), left(7)], ['l:b@2']],
    ['never takes a later one', [left(4), right(5, 'b'), left(6)], ['l:absent', 'l:b@1']],
    ['takes one of the same time, whichever came first', [left(5), right(5, 'b')], ['l:b@0']],
    ['takes none of another key', [right(1, 'a', 'other'), left(2)], ['l:absent']],
    ['still takes one a moment before it is stale', [right(1, 'a'), left(100)], ['l:a@99']],
    ['takes none that is stale', [right(1, 'a'), left(101)], ['l:absent']],
    ['counts the age from the newest', [right(1, 'a'), right(90, 'b'), left(101)], ['l:b@11']],
  ]
  for (const [name, steps, expected] of cases) {
    test(name, () => expect(valuesOf(steps)).toEqual(expected))
  }

  const step = fc.record({
    input: fc.constantFrom('left', 'right'),
    key: fc.constantFrom('a', 'b'),
    value: fc.constantFrom('x', 'y', 'z'),
    afterMs: fc.nat(60),
  })
  const story = fc.array(step, { maxLength: 25 }).map((all) => {
    let timeMs = 1_000
    return all.map(({ afterMs, ...rest }): Exclude<Step, { beatMs: number }> => {
      timeMs += afterMs
      return { ...rest, timeMs }
    })
  })

  test('is the same as looking through the whole list', () => {
    fc.assert(
      fc.property(story, (steps) => {
        // At one time the right input goes first.
        const expected = steps
          .filter(({ input }) => input === 'left')
          .map((one) => {
            const last = steps
              .filter(({ input, key }) => input === 'right' && key === one.key)
              .filter(({ timeMs }) => timeMs <= one.timeMs && timeMs > one.timeMs - staleAfterMs)
              .at(-1)
            const age = last === undefined ? '' : `@${one.timeMs - last.timeMs}`
            return `${one.value}:${last?.value ?? 'absent'}${age}`
          })
        expect(valuesOf(steps)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  test('does not depend on crashes, cuts or what comes after', () => {
    fc.assert(
      fc.property(story, (steps) => {
        sameUnderEveryCrash(joined, steps)
        sameUnderEveryCut(joined, steps)
        samePrefix(joined, steps)
      }),
      { numRuns: 5 },
    )
  })
})
