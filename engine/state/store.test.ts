import { describe, expect, test } from 'vitest'
import { ConfigError } from '../core/errors.ts'
import { decodeState } from './codec.ts'
import { Store } from './store.ts'

function put(store: Store, key: string, slot: string, value: unknown): void {
  store.put(store.slotsOf(key), key, slot, value, Number.POSITIVE_INFINITY)
}

function changesOf(store: Store): unknown[] {
  return store
    .takeChanges()
    .map(({ key, slot, bytes }) => [key, slot, bytes === null ? null : decodeState(bytes)])
}

describe('a store', () => {
  test('saves each slot that was touched once, as it is at the commit', () => {
    const store = new Store('s')
    put(store, 'a', 'x', 1)
    put(store, 'a', 'x', 2)
    put(store, 'b', '', 3)
    expect(changesOf(store)).toEqual([
      ['a', 'x', [2]],
      ['b', '', [3]],
    ])
    expect(changesOf(store)).toEqual([])
    put(store, 'b', '', 4)
    expect(changesOf(store)).toEqual([['b', '', [4]]])
  })

  test('saves a deletion, also of what was put since, and a slot that came back as it is', () => {
    const store = new Store('s')
    put(store, 'a', 'kept', 1)
    put(store, 'a', 'gone', 1)
    store.takeChanges()
    store.delete(store.slotsOf('a'), 'a', 'gone')
    put(store, 'a', 'brief', 1)
    store.delete(store.slotsOf('a'), 'a', 'brief')
    expect(changesOf(store)).toEqual([
      ['a', 'gone', null],
      ['a', 'brief', null],
    ])
    store.delete(store.slotsOf('a'), 'a', 'kept')
    put(store, 'a', 'kept', 2)
    const last = changesOf(store).at(-1)
    expect(last).toEqual(['a', 'kept', [2]])
  })

  test('says nothing about deleting what is not there', () => {
    const store = new Store('s')
    store.delete(store.slotsOf('a'), 'a', 'x')
    expect(changesOf(store)).toEqual([])
  })

  test('keeps with a value when it expires', () => {
    const store = new Store('s')
    store.put(store.slotsOf('a'), 'a', '', 'v', 5_000)
    const [change] = store.takeChanges()
    const again = new Store('s')
    again.load({ key: 'a', slot: '' }, decodeState(change?.bytes as Buffer))
    expect(again.slotsOf('a').get('')).toMatchObject({ value: 'v', expiresMs: 5_000 })
    expect(again.takeChanges()).toEqual([])
  })

  test('refuses undefined, and a place that no log could save', () => {
    const store = new Store('s')
    expect(() => put(store, 'a', '', undefined)).toThrow(ConfigError)
    expect(() => put(store, 'a', 'x'.repeat(600), 1)).toThrow('at most 512 can be saved')
    expect(changesOf(store)).toEqual([])
  })
})
