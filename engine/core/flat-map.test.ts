import { from, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { choose } from './choose.ts'
import { flatMap, mapValue, rekey } from './flat-map.ts'
import type { Message } from './message.ts'

const message = <T>(value: T, key = 'k', timeMs = 7): Message<T> => ({ key, value, timeMs })

function collect<T>(stream: ReturnType<typeof from<Message<T>[]>>): Message<T>[] {
  let all: Message<T>[] = []
  stream.pipe(toArray()).subscribe((list) => {
    all = list
  })
  return all
}

describe('stateless steps', () => {
  test('flatMap gives none, one or several records in order, under the same key and time', () => {
    const seen: Message<string>[] = []
    from([message(0), message(1, 'b', 8), message(3)])
      .pipe(flatMap((count, { key }) => Array.from({ length: count }, (_, at) => `${key}${at}`)))
      .subscribe((one) => seen.push(one))
    expect(seen).toEqual([message('b0', 'b', 8), message('k0'), message('k1'), message('k2')])
  })

  test('flatMap passes on nothing of a record whose generator throws half-way', () => {
    const seen: unknown[] = []
    let failed: unknown
    from([message(1)])
      .pipe(
        flatMap(function* (): Generator<number> {
          yield 1
          throw new RangeError('half-way')
        }),
      )
      .subscribe({ next: (one) => seen.push(one), error: (error) => (failed = error) })
    expect(seen).toEqual([])
    expect(String(failed)).toBe('RangeError: half-way')
  })

  test('mapValue keeps key and time, rekey keeps value and time', () => {
    const source = from([message(2, 'a', 9)])
    expect(collect(source.pipe(mapValue((value) => value * 2)))).toEqual([message(4, 'a', 9)])
    expect(collect(source.pipe(rekey('all')))).toEqual([message(2, 'all', 9)])
  })

  test('choose lets one kind through, as what it carries', () => {
    type Either = { kind: 'left'; left: number } | { kind: 'right'; right: string }
    const source = from<Message<Either>[]>([
      message({ kind: 'left', left: 1 }),
      message({ kind: 'right', right: 'r' }),
    ])
    expect(collect(source.pipe(choose<Either, 'right'>('right')))).toEqual([message('r')])
  })
})
