import type { Message } from 'kafkajs'
import { expect, test } from 'vitest'
import { encodeState } from '../../state/codec.ts'
import type { StoreChange } from '../../state/store.ts'
import { changelogMessages, StateMirror } from './changelog.ts'
import { FetchedRecord } from './fetch-response.ts'

const change = (store: string, key: string, slot: string, value?: unknown): StoreChange => ({
  store,
  key,
  slot,
  bytes: value === undefined ? null : encodeState(value),
})
/** As they come of a fetch: windows on one answer. */
const asFetched = (messages: readonly Message[]): FetchedRecord[] =>
  messages.map(({ key, value }, offset) => {
    const bytes = Buffer.concat([
      Buffer.from(key as string),
      (value as Buffer | null) ?? Buffer.of(),
    ])
    const keyEnd = Buffer.byteLength(key as string)
    const valueAt = value === null ? -1 : keyEnd
    return new FetchedRecord(offset, 0, bytes, 0, keyEnd, valueAt, bytes.length, bytes.length)
  })

test('what was committed is what its changelog gives back, whatever names are like', () => {
  const names = ['', 'a', 'a"b', '\u0000', '["a","b"]', 'ключ']
  const first = names.flatMap((key) => names.map((slot) => change('s.v1', key, slot, [key, slot])))
  const second = [
    change('s.v1', 'a', 'a'),
    change('s.v1', '', '', 'new'),
    change('t.v2', '', '', 1),
  ]
  const direct = new StateMirror()
  direct.committed(first, { at: 1 }, 37)
  direct.committed(second, { at: Number.NEGATIVE_INFINITY }, 41)
  const restored = new StateMirror()
  const written = asFetched([
    ...changelogMessages(3, first, { at: 1 }),
    ...changelogMessages(3, second, { at: Number.NEGATIVE_INFINITY }),
  ])
  restored.restore(written, written.length)
  const sorted = (mirror: StateMirror): string[] =>
    [...(mirror.snapshot()?.state ?? [])].map((entry) => JSON.stringify(entry)).sort()
  expect(sorted(restored)).toEqual(sorted(direct))
  expect(restored.size).toBe(names.length ** 2)
  expect(restored.snapshot()?.position).toEqual({ at: Number.NEGATIVE_INFINITY })
})

test('a compacted changelog, of which only the newest of each key is left, gives the same', () => {
  const messages = [
    ...changelogMessages(0, [change('s', 'a', '', 1), change('s', 'b', '', 2)], 1),
    ...changelogMessages(0, [change('s', 'a', '', 3)], 2),
  ]
  const newest = new Map(messages.map((message) => [message.key, message]))
  const [whole, compacted] = [messages, [...newest.values()]].map((kept) => {
    const mirror = new StateMirror()
    mirror.restore(asFetched(kept), messages.length)
    return { ...mirror.snapshot(), state: [...(mirror.snapshot()?.state ?? [])] }
  })
  expect(compacted).toEqual(whole)
  expect(new StateMirror().snapshot()).toBeUndefined()
})

test('what was saved stays as it was, and with what was committed behind it gives the same', () => {
  const mirror = new StateMirror()
  expect(mirror.save()).toBeUndefined()
  mirror.committed([change('s', 'a', '', 1), change('s', 'b', '', 2)], 'first', 3)
  const saved = mirror.save()
  const later = [change('s', 'a', ''), change('s', 'c', '', 3)]
  mirror.committed(later, 'second', 7)
  expect(saved?.offset).toBe(3)
  expect([...(saved?.states ?? [])].map(([name]) => name)).toEqual(['["s","a",""]', '["s","b",""]'])

  const other = new StateMirror()
  if (saved !== undefined) other.load(saved)
  expect(other.snapshot()?.position).toBe('first')
  other.restore(asFetched(changelogMessages(0, later, 'second')), 7)
  expect(other.save()).toEqual(mirror.save())
})
