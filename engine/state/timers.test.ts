import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeState } from './codec.ts'
import type { StoreEntry } from './store.ts'
import { type Timer, Timers, timerStore } from './timers.ts'

const timer = (timeMs: number, store = 's', key = 'k', slot = ''): Timer => ({
  timeMs,
  store,
  key,
  slot,
})

function drain(timers: Timers): Timer[] {
  const fired: Timer[] = []
  for (let next = timers.take(); next !== undefined; next = timers.take()) fired.push(next)
  return fired
}

/** What a log holds after these changes, as it gives it back. */
function saved(log: Map<string, StoreEntry>, timers: Timers): Map<string, StoreEntry> {
  for (const { store, key, slot, bytes } of timers.takeChanges()) {
    expect(store).toBe(timerStore)
    const place = JSON.stringify([key, slot])
    if (bytes === null) log.delete(place)
    else log.set(place, { store, key, slot, bytes })
  }
  return log
}

function restored(log: ReadonlyMap<string, StoreEntry>): Timers {
  const timers = new Timers()
  for (const entry of log.values()) timers.load(entry, decodeState(entry.bytes))
  return timers
}

describe('timers', () => {
  test('are due by time, then store, key and slot', () => {
    const timers = new Timers()
    const inOrder = [
      timer(1, 'z', 'z', 'z'),
      timer(2, 'a', 'b', 'a'),
      timer(2, 'a', 'b', 'b'),
      timer(2, 'a', 'c', 'a'),
      timer(2, 'b', 'a', 'a'),
      timer(3, 'a', 'a', 'a'),
    ]
    for (const one of [4, 1, 5, 0, 3, 2]) timers.set(inOrder[one] as Timer)
    expect(drain(timers)).toEqual(inOrder)
    expect(timers.nextMs()).toBe(Number.POSITIVE_INFINITY)
  })

  test('move when they are set again, forwards and back', () => {
    const timers = new Timers()
    timers.set(timer(5))
    timers.set(timer(9))
    expect(timers.nextMs()).toBe(9)
    timers.set(timer(2))
    expect(drain(timers)).toEqual([timer(2)])
  })

  test('do not fire once they are cancelled', () => {
    const timers = new Timers()
    timers.set(timer(5))
    timers.set(timer(6, 's', 'k', 'other'))
    timers.cancel('s', 'k', '')
    expect(drain(timers)).toEqual([timer(6, 's', 'k', 'other')])
  })

  test('are saved only when they changed', () => {
    const timers = new Timers()
    timers.set(timer(5))
    expect(timers.takeChanges()).toHaveLength(1)
    timers.set(timer(5))
    expect(timers.takeChanges()).toEqual([])
    timers.take()
    expect(timers.takeChanges()).toMatchObject([{ bytes: null }])
    expect(timers.takeChanges()).toEqual([])
  })

  test('keep keys and slots apart that hold separators', () => {
    const odd = [
      timer(1, 's', 'a\u0000b', 'c'),
      timer(1, 's', 'a', 'b\u0000c'),
      timer(1, 's', '', '\u0000'),
    ]
    const timers = new Timers()
    for (const one of odd) timers.set(one)
    const fired = drain(restored(saved(new Map(), timers)))
    expect(fired).toHaveLength(3)
    expect(fired).toEqual(expect.arrayContaining(odd))
  })

  test('do not fill the heap when one is moved over and over', () => {
    const timers = new Timers()
    for (let at = 0; at < 100_000; at++) timers.set(timer(at))
    const { heap } = timers as unknown as { heap: readonly Timer[] }
    expect(heap.length).toBeLessThan(2_000)
    expect(drain(timers)).toEqual([timer(99_999)])
  })

  test('fire like those of a sorted list, whatever is set, moved, cancelled and restored', () => {
    const place = fc.record({
      store: fc.constantFrom('a', 'b'),
      key: fc.constantFrom('', 'k', 'l'),
      slot: fc.constantFrom('', 's'),
    })
    const command = fc.oneof(
      { weight: 4, arbitrary: fc.tuple(fc.constant('set' as const), place, fc.nat(20)) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('cancel' as const), place, fc.constant(0)) },
      { weight: 2, arbitrary: fc.tuple(fc.constant('take' as const), place, fc.constant(0)) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('restore' as const), place, fc.constant(0)) },
    )
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        let timers = new Timers()
        let naive: Timer[] = []
        const log = new Map<string, StoreEntry>()
        for (const [kind, where, timeMs] of commands) {
          const others = naive.filter(
            ({ store, key, slot }) =>
              store !== where.store || key !== where.key || slot !== where.slot,
          )
          if (kind === 'set') {
            timers.set({ ...where, timeMs })
            naive = [...others, { ...where, timeMs }]
          } else if (kind === 'cancel') {
            timers.cancel(where.store, where.key, where.slot)
            naive = others
          } else if (kind === 'take') {
            naive.sort(byOrder)
            expect(timers.nextMs()).toBe(naive[0]?.timeMs ?? Number.POSITIVE_INFINITY)
            expect(timers.take()).toEqual(naive.shift())
          } else {
            timers = restored(saved(log, timers))
          }
        }
        expect(drain(timers)).toEqual(naive.sort(byOrder))
      }),
      { numRuns: 300 },
    )
  })
})

function byOrder(a: Timer, b: Timer): number {
  const left = [a.store, a.key, a.slot]
  const right = [b.store, b.key, b.slot]
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs
  const differs = left.findIndex((part, at) => part !== right[at])
  if (differs === -1) return 0
  return (left[differs] as string) < (right[differs] as string) ? -1 : 1
}
