import { expect, test } from 'vitest'
import { Store } from './store.ts'
import { entriesOf, storesOf, type TaskState } from './task-state.ts'
import { Timers } from './timers.ts'

function stateOf(task: string, price: number): TaskState {
  const store = new Store('market.last.v1')
  store.put(store.slotsOf('BTC'), 'BTC', '', { price }, Number.POSITIVE_INFINITY)
  store.put(store.slotsOf('BTC'), 'BTC', 'seen', new Set([1]), 900)
  const timers = new Timers()
  timers.set({ timeMs: 60_000, store: 'market.last.v1', key: 'BTC', slot: 'close' })
  timers.set({ timeMs: 61_000, store: 'market.other.v1', key: 'BTC', slot: '' })
  const entries = [...store.takeChanges(), ...timers.takeChanges()].flatMap(
    ({ bytes, ...place }) => (bytes === null ? [] : [{ ...place, bytes }]),
  )
  return { task, entries }
}

test('committed states are told by store and key, with what expires and the timers that were set', () => {
  const states = [stateOf('market.0', 7), { task: 'market.1', entries: [] }]
  const [first, ...others] = storesOf(states)
  expect(others).toEqual([])
  expect(first).toMatchObject({ store: 'market.last.v1', keys: 1, slots: 2 })
  expect(entriesOf(states, 'market.last.v1', 'BTC')).toEqual([
    { task: 'market.0', key: 'BTC', slot: '', value: { price: 7 } },
    { task: 'market.0', key: 'BTC', slot: 'seen', value: new Set([1]), expiresMs: 900 },
    { task: 'market.0', key: 'BTC', slot: 'close', timerMs: 60_000 },
  ])
  expect(entriesOf(states, 'market.last.v1', 'ETH')).toEqual([])
})
