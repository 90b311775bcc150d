import { expect, test } from 'vitest'
import { exitDefaults, exitNames, exitsInUse } from './catalogue.ts'

test('the policies in use do not depend on the order in which they are named', () => {
  const one = exitsInUse(['break_even', 'trailing_stop'], exitDefaults)
  const other = exitsInUse(['trailing_stop', 'break_even', 'trailing_stop'], exitDefaults)
  expect(JSON.stringify(one)).toBe(JSON.stringify(other))
  expect(Object.keys(one)).toEqual(['trailing_stop', 'break_even'])
})

test('none is in use by default, each can be', () => {
  expect(exitsInUse([], exitDefaults)).toEqual({})
  expect(exitsInUse(exitNames, exitDefaults)).toEqual(exitDefaults)
})
