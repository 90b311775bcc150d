import { describe, expect, test } from 'vitest'
import { type ChainPath, comparePaths, haveOneRoot, Instant, pathOfResult } from './chain-path.ts'

describe('paths are in the order of the chain', () => {
  const inOrder: readonly (readonly [string, ChainPath])[] = [
    ['feedback of the first input', [0, 0, 9, 0, 0, 0]],
    ['feedback of the second', [0, 1, 3, 0, 0, 0]],
    ['a timer', [1, '.bars.v1', 0, 0, 0, 0]],
    ['the next timer of the same store', [1, '.bars.v1', 1, 0, 0, 0]],
    ['a timer of a later store', [1, '.votes.v1', 0, 0, 0, 0]],
    ['a timer that this one set, of an earlier store', [1, '.votes.v1', 0, 1, '.bars.v1', 2, 0, 0]],
    ['what comes of a record, in the first pipeline', [2, 0, 4, 0, 0, 0, 0]],
    ['what comes of that, in the third', [2, 0, 4, 0, 0, 0, 0, 2, 0]],
    ['the first pipeline’s next output', [2, 0, 4, 0, 0, 0, 1]],
    ['the record, in the second pipeline', [2, 0, 4, 0, 0, 1]],
    ['what was asynchronous', [2, 0, 4, 0, 1, 0, 0]],
    ['what was so behind it', [2, 0, 4, 0, 2, 0, 0]],
    ['a timer that the record set', [2, 0, 4, 1, '.bars.v1', 0, 0, 0, 0]],
    ['the next record', [2, 0, 5, 0, 0, 0]],
    ['a record of a later rank', [2, 1, 0, 0, 0, 0]],
  ]
  for (let at = 1; at < inOrder.length; at++) {
    const [before, first] = inOrder[at - 1] as (typeof inOrder)[number]
    const [behind, second] = inOrder[at] as (typeof inOrder)[number]
    test(`${before}, then ${behind}`, () => {
      expect(comparePaths(first, second)).toBeLessThan(0)
      expect(comparePaths(second, first)).toBeGreaterThan(0)
      expect(comparePaths(second, second)).toBe(0)
    })
  }

  test('the result of an asynchronous call comes a level later, wherever the call was made', () => {
    expect(pathOfResult([2, 0, 4, 0, 0, 1, 0])).toEqual([2, 0, 4, 0, 1, 1, 0])
    expect(pathOfResult([2, 0, 4, 0, 1, 1, 0])).toEqual([2, 0, 4, 0, 2, 1, 0])
    const timers = [1, '.b', 0, 1, '.a', 1]
    expect(pathOfResult([...timers, 0, 0, 3])).toEqual([...timers, 0, 1, 3])
  })

  test('one root have what goes through and what is asynchronous, but not a timer', () => {
    expect(haveOneRoot([2, 0, 4, 0, 0, 1], [2, 0, 4, 0, 1, 7])).toBe(true)
    expect(haveOneRoot([2, 0, 4, 0, 0, 1], [2, 0, 5, 0, 0, 1])).toBe(false)
    expect(haveOneRoot([2, 0, 4, 0, 0, 1], [2, 0, 4, 1, '.a', 0, 0, 0])).toBe(false)
  })
})

describe('a timer', () => {
  test('that was due when the instant began belongs to no record', () => {
    const instant = new Instant()
    instant.enter(1_000, 'K', [2, 0, 1])
    expect(instant.rootOfTimer('.a', 'K', 2_000)).toEqual([1, '.a', 0])
    expect(instant.fire('.a', 'K', 2_000)).toEqual([1, '.a', 0, 0, 0])
    expect(instant.fire('.b', 'K', 2_000)).toEqual([1, '.b', 1, 0, 0])
  })

  test('that is set for the same time follows its key’s newest record', () => {
    const instant = new Instant()
    instant.enter(1_000, 'K', [2, 0, 1])
    instant.enter(1_000, 'L', [2, 0, 2])
    expect(instant.fire('.b', 'K', 1_000)).toEqual([2, 0, 1, 1, '.b', 0, 0, 0])
    expect(instant.rootOfTimer('.c', 'K', 1_000)).toEqual([2, 0, 1, 1, '.c', 1])
    expect(instant.rootOfTimer('.a', 'K', 1_000)).toEqual([2, 0, 1, 1, '.b', 0, 1, '.a', 1])
  })
})
