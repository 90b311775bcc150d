import { describe, expect, test } from 'vitest'
import { defineOperator } from '../core/operator.ts'
import { samePrefix, sameUnderEveryCrash, sameUnderEveryCut } from './crash.ts'
import { type OperatorUnderTest, type Step, underTest } from './operator-run.ts'
import { toyRandom } from './toy-market.ts'

interface Count {
  records: number
}

function operatorOf(definition: Parameters<typeof defineOperator<number, number, Count>>[0]) {
  return defineOperator<number, number, Count>(definition)
}

/** Counts records per key, emits at every third and a second after each. */
const sound = underTest(['in'], ({ in: input }) => ({
  out: input.pipe(
    operatorOf({
      id: 'count',
      version: 1,
      onRecord(value, context) {
        const count = context.store.get() ?? { records: 0 }
        count.records += value
        context.store.put(count)
        context.count('records')
        if (count.records % 3 === 0) context.emit(count.records)
        context.wakeAt(context.timeMs + 1_000)
      },
      onTimer(_slot, context) {
        context.emit(-(context.store.get()?.records ?? 0))
      },
    }),
  ),
}))

/** The same, with one thing wrong. */
const broken: { readonly [how: string]: () => OperatorUnderTest } = {
  'keeps its count in a closure of the wiring': () =>
    underTest(['in'], ({ in: input }) => {
      let records = 0
      return {
        out: input.pipe(
          operatorOf({
            id: 'count',
            version: 1,
            onRecord(value, context) {
              records += value
              context.emit(records)
            },
          }),
        ),
      }
    }),
  'changes its state and forgets to put it back': () =>
    underTest(['in'], ({ in: input }) => ({
      out: input.pipe(
        operatorOf({
          id: 'count',
          version: 1,
          onRecord(value, context) {
            const count = context.store.get()
            if (count === undefined) context.store.put({ records: value })
            else count.records += value
            context.emit(count?.records ?? value)
          },
        }),
      ),
    })),
}

/** Its count outlives the graph, so that no crash shows it. */
function immortal(): OperatorUnderTest {
  let records = 0
  return underTest(['in'], ({ in: input }) => ({
    out: input.pipe(
      operatorOf({
        id: 'count',
        version: 1,
        onRecord(value, context) {
          records += value
          context.emit(records)
        },
      }),
    ),
  }))
}

function randomSteps(seed: number, length = 60): readonly Step[] {
  const random = toyRandom(seed)
  let timeMs = 0
  return Array.from({ length }, (): Step => {
    timeMs += Math.floor(random() * 700)
    if (random() < 0.2) return { beatMs: timeMs }
    return {
      input: 'in',
      key: random() < 0.5 ? 'a' : 'b',
      value: 1 + Math.floor(random() * 3),
      timeMs,
    }
  })
}

describe('crash, cut and prefix', () => {
  test('find nothing in a sound operator', () => {
    for (let seed = 1; seed <= 3; seed++) {
      sameUnderEveryCrash(sound, randomSteps(seed))
      sameUnderEveryCut(sound, randomSteps(seed))
      samePrefix(sound, randomSteps(seed))
    }
  })

  for (const [how, build] of Object.entries(broken)) {
    test(`catch an operator that ${how}`, () => {
      expect(() => sameUnderEveryCrash(build(), randomSteps(1))).toThrow(
        'not the same when crashed',
      )
      expect(() => sameUnderEveryCut(build(), randomSteps(1))).toThrow('not the same when cut')
    })
  }

  test('catch an operator whose state outlives it', () => {
    expect(() => samePrefix(immortal(), randomSteps(1))).toThrow('not the same when only the first')
  })
})
