import { expect, test } from 'vitest'
import { StreamAges } from './stream-ages.ts'

test('a stream that is silent is named once per limit, until it is heard', () => {
  const ages = new StreamAges()
  ages.subscribed('a', 0)
  ages.subscribed('b', 0)
  ages.heard('a', 40)
  expect(ages.silent(100, 99)).toEqual([])
  expect(ages.silent(100, 100)).toEqual(['b'])
  expect(ages.silent(100, 140)).toEqual(['a'])
  expect(ages.silent(100, 200)).toEqual(['b'])
  ages.heard('b', 210)
  expect(ages.silent(100, 300)).toEqual(['a'])
  expect(ages.stalestMs(300)).toBe(260)
})

test('a stream that was given up is not missed', () => {
  const ages = new StreamAges()
  ages.subscribed('a', 0)
  ages.unsubscribed('a')
  ages.heard('a', 50)
  expect(ages.silent(100, 1_000)).toEqual([])
  expect(ages.stalestMs(1_000)).toBe(0)
})
