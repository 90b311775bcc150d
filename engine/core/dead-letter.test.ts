import { filter, map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { OperatorRun, type Step, type Story, underTest } from '../testing/operator-run.ts'
import { toyRandom } from '../testing/toy-market.ts'
import type { DeadLetter } from './dead-letter.ts'
import { flatMap } from './flat-map.ts'
import type { Message } from './message.ts'
import { defineOperator } from './operator.ts'

/** Adds up what comes per key and gives the sum; throws on some values before, on others after it did. */
const summing = (id: string) =>
  defineOperator<number, number, { sum: number }>({
    id,
    version: 1,
    onRecord(value, context) {
      if (value === 13) throw new RangeError('13 before')
      const state = context.store.get() ?? { sum: 0 }
      state.sum += value
      context.store.put(state)
      context.count('sums')
      context.emit(state.sum)
      if (value === 14) throw new RangeError('14 after')
    },
  })

/** Everything in one batch, so that each failure undoes what came before it. */
function inOneBatch(operator: ReturnType<typeof underTest>, steps: readonly Step[]): Story {
  const run = new OperatorRun(operator, { buriesThrown: true })
  for (const step of steps) run.append(step)
  while (run.run(Number.MAX_SAFE_INTEGER));
  run.commit()
  return run.story()
}

const feed = (value: unknown, timeMs: number, key = 'k'): Step => ({
  input: 'in',
  key,
  value,
  timeMs,
})
const told = ({ operator, reason, key, payload }: DeadLetter) =>
  `${operator} ${key} ${payload.toString()}: ${reason}`
const values = (story: Story, output = 'out') =>
  story.outputs[output]?.map(({ value }: Message<unknown>) => value)

describe('an operator that throws', () => {
  test('loses just that call: state, outputs and counts are as if it had not been', () => {
    const operator = underTest(['in'], ({ in: input }) => ({ out: input.pipe(summing('sum')) }))
    const story = inOneBatch(operator, [feed(1, 1), feed(13, 2), feed(14, 3), feed(2, 4)])
    expect(values(story)).toEqual([1, 3])
    expect(story.counts).toEqual({ 'sum.sums': 2 })
    expect(story.deadLetters.map(told)).toEqual([
      'sum k 13: RangeError: 13 before',
      'sum k 14: RangeError: 14 after',
    ])
    expect(story.deadLetters[0]).toMatchObject({ topic: 'in', partition: 0, rule: 'error' })
  })

  test('loses just that call wherever it stands among others, in whatever batch', () => {
    const operator = underTest(['in'], ({ in: input }) => {
      const sums = input.pipe(summing('first'))
      return { out: sums, again: sums.pipe(summing('second')) }
    })
    for (let seed = 1; seed <= 25; seed++) {
      const random = toyRandom(seed)
      const all = Array.from({ length: 40 }, (_, at) =>
        feed(random() < 0.2 ? 13 : Math.floor(random() * 12), at, random() < 0.5 ? 'a' : 'b'),
      )
      const sound = all.map((step, at) =>
        'value' in step && step.value === 13 ? { beatMs: at } : step,
      )
      const expected = inOneBatch(operator, sound)
      const story = inOneBatch(operator, all)
      expect(story.outputs, `seed ${seed}`).toEqual(expected.outputs)
      expect(story.state, `seed ${seed}`).toEqual(expected.state)
      expect(story.counts, `seed ${seed}`).toEqual(expected.counts)
      const thirteens = all.length - sound.filter((step) => 'value' in step).length
      const first = story.deadLetters.filter(({ operator: id }) => id === 'first')
      expect(first, `seed ${seed}`).toHaveLength(thirteens)
    }
  })

  test('deep in a chain is undone alone: what led to it stays, what would follow does not come', () => {
    const operator = underTest(['in'], ({ in: input }) => {
      const first = input.pipe(summing('first'))
      const second = first.pipe(summing('second'))
      return { first, second, third: second.pipe(summing('third')) }
    })
    // The first operator's sums: 10, 13, 14, 15.
    const story = inOneBatch(operator, [feed(10, 1), feed(3, 2), feed(1, 3), feed(1, 4)])
    expect(values(story, 'first')).toEqual([10, 13, 14, 15])
    expect(values(story, 'second')).toEqual([10, 25])
    expect(values(story, 'third')).toEqual([10, 35])
    expect(story.deadLetters.map(told)).toEqual([
      'second k 13: RangeError: 13 before',
      'second k 14: RangeError: 14 after',
    ])
  })

  test('in a timer has its timer fired: it does not come again', () => {
    const operator = underTest(['in'], ({ in: input }) => ({
      out: input.pipe(
        defineOperator<number, string, number>({
          id: 'alarm',
          version: 1,
          onRecord(value, context) {
            context.store.put(value)
            context.wakeAt(context.timeMs + 10, 'bell')
          },
          onTimer(slot, context) {
            const value = context.store.take()
            context.emit(`${slot} ${value}`)
            if (value === 13) throw new RangeError('13 rings')
          },
        }),
      ),
    }))
    const steps = [feed(13, 100, 'bad'), feed(1, 100, 'good'), { beatMs: 200 }, { beatMs: 300 }]
    const story = inOneBatch(operator, steps)
    expect(story.outputs.out).toEqual([{ key: 'good', value: 'bell 1', timeMs: 110 }])
    expect(story.deadLetters.map(told)).toEqual([
      'alarm bad {"timer":"bell"}: RangeError: 13 rings',
    ])
    expect(story.state).toEqual({ 'test.alarm.v1/bad/': [13] })
  })
})

describe('a stateless step that throws', () => {
  const careful = (value: unknown): number => {
    if (value === 13) throw new RangeError('13')
    return value as number
  }
  const steps = {
    map: map((message: Message<number>) => ({ ...message, value: careful(message.value) })),
    filter: filter((message: Message<number>) => careful(message.value) >= 0),
    flatMap: flatMap((value: number) => [careful(value)]),
    'a generator in flatMap': flatMap(function* (value: number) {
      yield value
      careful(value)
    }),
  }
  for (const [name, step] of Object.entries(steps)) {
    test(`(${name}) loses just that record, on its branch alone`, () => {
      const operator = underTest(['in'], ({ in: input }) => ({
        before: input.pipe(summing('before')),
        out: input.pipe(step).pipe(summing('after')),
        beside: input.pipe(map(({ key, timeMs }) => ({ key, timeMs, value: 'seen' }))),
      }))
      const story = inOneBatch(operator, [feed(1, 1), feed(0, 1), feed(2, 2)])
      expect(values(story)).toEqual([1, 1, 3])
      const failing = inOneBatch(
        underTest(['in'], ({ in: input }) => ({
          out: input.pipe(step).pipe(summing('after')),
          beside: input.pipe(map(({ key, timeMs }) => ({ key, timeMs, value: 'seen' }))),
        })),
        [feed(1, 1), feed(13, 1), feed(2, 2), feed(13, 3), feed(4, 4)],
      )
      expect(values(failing)).toEqual([1, 3, 7])
      expect(values(failing, 'beside')).toHaveLength(5)
      expect(failing.deadLetters.map(told)).toEqual([
        'topic.in#0 k 13: RangeError: 13',
        'topic.in#0 k 13: RangeError: 13',
      ])
    })
  }

  test('is told from a push of the same stream that it led to', () => {
    // The second branch of the outer push is blamed after the first branch has pushed again.
    const operator = underTest(['in'], ({ in: input }) => {
      const numbers = defineOperator<number, number, never>({
        id: 'numbers',
        version: 1,
        onRecord: (value, context) => context.emit(value),
      })(input)
      const halves = defineOperator<number, number, never>({
        id: 'halves',
        version: 1,
        onRecord(value, context) {
          if (value % 2 === 0) context.emit(value / 2)
        },
      })(numbers)
      halves.subscribe((message) =>
        (numbers as unknown as { next(m: unknown): void }).next(message),
      )
      const out = numbers.pipe(
        map((message) => {
          if (message.value === 26) throw new RangeError('26')
          return message
        }),
      )
      return { out }
    })
    const story = inOneBatch(operator, [feed(26, 1), feed(4, 2)])
    expect(values(story)).toEqual([13, 1, 2, 4])
    expect(story.deadLetters.map(told)).toEqual(['numbers.out#1 k 26: RangeError: 26'])
  })
})
