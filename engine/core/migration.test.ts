import { describe, expect, test } from 'vitest'
import {
  OperatorRun,
  type OperatorUnderTest,
  type Step,
  underTest,
} from '../testing/operator-run.ts'
import { ConfigError } from './errors.ts'
import { defineOperator, type OperatorDefinition } from './operator.ts'

type Definition = OperatorDefinition<{ record: number }, unknown, unknown>

/** Keeps the last number and gives it a second later. */
function version(number: number, more: Partial<Omit<Definition, 'on'>> = {}): OperatorUnderTest {
  return underTest(['in'], ({ in: input }) => ({
    out: input.pipe(
      defineOperator<number, unknown, unknown>({
        id: 'last',
        version: number,
        onRecord(value, context) {
          context.store.put(number === 1 ? value : { last: value })
          context.wakeAt(context.timeMs + 1_000)
        },
        onTimer: (_slot, context) => context.emit(context.store.get()),
        ...more,
      }),
    ),
  }))
}

const migrate = (state: unknown, from: number): unknown => ({ last: state, from })
const feed = (value: number, timeMs: number, key = 'k'): Step => ({
  input: 'in',
  key,
  value,
  timeMs,
})

function go(run: OperatorRun, ...steps: readonly Step[]): void {
  for (const step of steps) run.append(step)
  while (run.run(Number.MAX_SAFE_INTEGER));
  run.commit()
}

describe('a new version of an operator', () => {
  test('takes up the old state through migrate, and its timers', () => {
    const run = new OperatorRun(version(1))
    go(run, feed(7, 100))
    run.redeploy(version(2, { migrate }))
    go(run, { beatMs: 1_100 })
    expect(run.list('out')).toEqual([{ key: 'k', value: { last: 7, from: 1 }, timeMs: 1_100 }])
    expect(run.story().state).toEqual({ 'test.last.v2/k/': [{ last: 7, from: 1 }] })
  })

  test('does not meet the old version again at a later start', () => {
    const run = new OperatorRun(version(1))
    go(run, feed(7, 100), feed(8, 100, 'l'))
    run.redeploy(version(2, { migrate }))
    go(run, feed(9, 200))
    run.crash()
    go(run, { beatMs: 5_000 })
    expect(run.list('out')).toEqual([
      { key: 'l', value: { last: 8, from: 1 }, timeMs: 1_100 },
      { key: 'k', value: { last: 9 }, timeMs: 1_200 },
    ])
    expect(Object.keys(run.story().state)).toEqual(['test.last.v2/k/', 'test.last.v2/l/'])
  })

  test('starts again from the old state when it crashes before its first commit', () => {
    const run = new OperatorRun(version(1))
    go(run, feed(7, 100))
    run.redeploy(version(2, { migrate }))
    run.append({ beatMs: 1_100 })
    run.run(Number.MAX_SAFE_INTEGER)
    run.crash()
    go(run)
    expect(run.list('out')).toEqual([{ key: 'k', value: { last: 7, from: 1 }, timeMs: 1_100 }])
  })

  test('keeps the time to live of what it takes up', () => {
    const run = new OperatorRun(version(1, { ttlMs: 500, onTimer: () => undefined }))
    go(run, feed(7, 100))
    run.redeploy(version(2, { ttlMs: 500, migrate, onTimer: () => undefined }))
    go(run, { beatMs: 599 })
    expect(Object.keys(run.story().state)).toContain('test.last.v2/k/')
    go(run, { beatMs: 600 })
    expect(Object.keys(run.story().state)).not.toContain('test.last.v2/k/')
  })

  test('is refused without migrate, and so is an older program', () => {
    const run = new OperatorRun(version(1))
    go(run, feed(7, 100))
    expect(() => run.redeploy(version(2))).toThrow(ConfigError)
    expect(() => run.redeploy(version(2))).toThrow('give it a migrate step')
    run.redeploy(version(3, { migrate }))
    go(run, feed(8, 200))
    expect(() => run.redeploy(version(2, { migrate }))).toThrow('run the newer program')
  })
})

test('an operator that is gone leaves state and timers behind, and finds them when it is back', () => {
  const without = underTest(['in'], ({ in: input }) => ({ out: input }))
  const run = new OperatorRun(version(1))
  go(run, feed(7, 100))
  const before = run.story().state
  run.redeploy(without)
  go(run, { beatMs: 800 })
  expect(run.story().state).toEqual(before)
  run.redeploy(version(1))
  go(run, { beatMs: 1_100 })
  expect(run.list('out')).toEqual([{ key: 'k', value: 7, timeMs: 1_100 }])
})
