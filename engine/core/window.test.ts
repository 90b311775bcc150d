import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { samePrefix, sameUnderEveryCrash, sameUnderEveryCut, storyOf } from '../testing/crash.ts'
import { type OperatorUnderTest, type Step, underTest } from '../testing/operator-run.ts'
import { ConfigError } from './errors.ts'
import { hoppingWindow, sessionWindow, tumblingWindow } from './window.ts'

interface Event {
  readonly at: number
  readonly id: number
}

const graceMs = 20
const listing = {
  eventMs: ({ at }: Event) => at,
  start: ({ id }: Event) => [id],
  add: (ids: number[], { id }: Event) => {
    ids.push(id)
    return ids
  },
  close: (ids: number[], { startMs, endMs }: { startMs: number; endMs: number }) =>
    `${startMs}-${endMs}: ${ids.join(' ')}`,
}

const tumbling = underTest(['in'], ({ in: input }) => {
  const out = tumblingWindow({ id: 'window', graceMs, sizeMs: 100, ...listing })(input)
  return { out, late: out.late }
})
const hopping = underTest(['in'], ({ in: input }) => {
  const out = hoppingWindow({ id: 'window', graceMs, sizeMs: 100, everyMs: 50, ...listing })(input)
  return { out, late: out.late }
})
const session = underTest(['in'], ({ in: input }) => {
  const merge = (earlier: number[], later: number[]) => [...earlier, ...later]
  const out = sessionWindow({ id: 'window', graceMs, gapMs: 50, merge, ...listing })(input)
  return { out, late: out.late }
})

const beat = (beatMs: number): Step => ({ beatMs })
/** A record that comes at `timeMs`, of an event at `at`; its number is `at` too. */
const event = (at: number, timeMs = at, key = 'k'): Step => ({
  input: 'in',
  key,
  value: { at, id: at },
  timeMs,
})

function closed(operator: OperatorUnderTest, steps: readonly Step[]): string[] {
  return (storyOf(operator, steps).outputs.out ?? []).map(
    ({ value, timeMs }) => `${value} @${timeMs}`,
  )
}

describe('a tumbling window', () => {
  const cases: readonly [string, readonly Step[], readonly string[]][] = [
    ['emits nothing before its end + grace', [event(10), event(90), beat(119)], []],
    [
      'emits once at its end + grace',
      [event(10), event(90), beat(120), beat(500)],
      ['0-100: 10 90 @120'],
    ],
    [
      'closes at its own time in a market that slept',
      [event(10), beat(90_000)],
      ['0-100: 10 @120'],
    ],
    ['closes before a record of that very time', [event(10), event(120)], ['0-100: 10 @120']],
    [
      'takes a record within its grace',
      [event(10), event(99, 119), beat(120)],
      ['0-100: 10 99 @120'],
    ],
    ['begins with the record on its border', [event(100), beat(220)], ['100-200: 100 @220']],
    [
      'keeps keys apart',
      [event(10), event(20, 20, 'l'), beat(120)],
      ['0-100: 10 @120', '0-100: 20 @120'],
    ],
  ]
  for (const [name, steps, expected] of cases) {
    test(name, () => expect(closed(tumbling, steps)).toEqual(expected))
  }

  test('sends a record after its grace to the late output, and never into a closed window', () => {
    const { outputs } = storyOf(tumbling, [event(10), event(99, 120), beat(1_000)])
    expect(outputs.out?.map(({ value }) => value)).toEqual(['0-100: 10'])
    expect(outputs.late).toEqual([{ key: 'k', value: { at: 99, id: 99 }, timeMs: 120 }])
  })
})

describe('a hopping window', () => {
  test('counts a record in every window it belongs to', () => {
    expect(closed(hopping, [event(120), beat(1_000)])).toEqual([
      '50-150: 120 @170',
      '100-200: 120 @220',
    ])
  })

  test('counts a late record where its windows are still open, and is late where none is', () => {
    const { outputs } = storyOf(hopping, [beat(175), event(120, 175), event(60, 175), beat(1_000)])
    expect(outputs.out?.map(({ value }) => value)).toEqual(['100-200: 120'])
    expect(outputs.late?.map(({ value }) => value)).toEqual([{ at: 60, id: 60 }])
  })
})

describe('a session window', () => {
  const cases: readonly [string, readonly Step[], readonly string[]][] = [
    [
      'lasts as long as records follow in time',
      [event(0), event(49), event(98), beat(500)],
      ['0-98: 0 49 98 @168'],
    ],
    [
      'ends where a record is a whole gap away',
      [event(0), event(50), beat(500)],
      ['0-0: 0 @70', '50-50: 50 @120'],
    ],
    ['closes in a sleeping market', [event(7), beat(77)], ['7-7: 7 @77']],
    ['is opened backwards', [event(60), event(20, 60), beat(500)], ['20-60: 60 20 @130']],
    [
      'is joined with another by a record between them',
      [event(0), event(60), event(30, 60), beat(500)],
      ['0-60: 0 60 30 @130'],
    ],
    [
      'takes a record from before, as long as it is open itself',
      [event(0), event(49), event(98), event(10, 160), beat(500)],
      ['0-98: 0 49 98 10 @168'],
    ],
  ]
  for (const [name, steps, expected] of cases) {
    test(name, () => expect(closed(session, steps)).toEqual(expected))
  }

  test('sends a record that no open session takes to the late output', () => {
    const { outputs } = storyOf(session, [event(0), event(200), event(100, 200), beat(500)])
    expect(outputs.late?.map(({ value }) => value)).toEqual([{ at: 100, id: 100 }])
    expect(outputs.out?.map(({ value }) => value)).toEqual(['0-0: 0', '200-200: 200'])
  })
})

describe('the options of windows', () => {
  const faults: readonly [string, () => unknown][] = [
    [
      'a size that is no multiple of the step',
      () => hoppingWindow({ id: 'w', graceMs, sizeMs: 100, everyMs: 30, ...listing }),
    ],
    [
      'a step longer than the size',
      () => hoppingWindow({ id: 'w', graceMs, sizeMs: 100, everyMs: 200, ...listing }),
    ],
    ['no size', () => tumblingWindow({ id: 'w', graceMs, sizeMs: 0, ...listing })],
    ['a negative grace', () => tumblingWindow({ id: 'w', graceMs: -1, sizeMs: 10, ...listing })],
    ['no gap', () => sessionWindow({ id: 'w', graceMs, gapMs: 0, merge: (a) => a, ...listing })],
    [
      'a grace that is no number',
      () => sessionWindow({ id: 'w', graceMs: Number.NaN, gapMs: 1, merge: (a) => a, ...listing }),
    ],
  ]
  for (const [name, make] of faults) {
    test(`refuse ${name}`, () => expect(make).toThrow(ConfigError))
  }
})

/** Events that come up to `disorderMs` late, in the order in which they come. */
function shuffled(disorderMs: number): fc.Arbitrary<readonly Exclude<Step, { beatMs: number }>[]> {
  const one = fc.record({
    at: fc.nat(1_000),
    delayMs: fc.nat(disorderMs),
    key: fc.constantFrom('a', 'b'),
  })
  return fc.array(one, { maxLength: 40 }).map((all) => {
    const arrivals = all.map((event, id) => ({ ...event, id }))
    arrivals.sort((a, b) => a.at + a.delayMs - (b.at + b.delayMs))
    let clockMs = 0
    return arrivals.map(({ at, id, key }) => {
      clockMs = Math.max(clockMs, at)
      return { input: 'in', key, value: { at, id }, timeMs: clockMs }
    })
  })
}

const end = beat(100_000)

function idsOf(operator: OperatorUnderTest, steps: readonly Step[]): string[] {
  const { out = [] } = storyOf(operator, [...steps, end]).outputs
  return out.map(({ key, value }) => {
    const [span, ids = ''] = String(value).split(': ')
    return `${key} ${span}: ${sorted(ids.split(' ').map(Number))}`
  })
}

function sorted(ids: readonly number[]): string {
  return [...ids].sort((a, b) => a - b).join(' ')
}

describe('windows over random, shuffled events', () => {
  const grids = [
    ['tumbling', tumbling, 100],
    ['hopping', hopping, 50],
  ] as const
  for (const [name, operator, everyMs] of grids) {
    test(`${name}: equal those of all events at once, less the late ones`, () => {
      fc.assert(
        fc.property(shuffled(60), (steps) => {
          const windows = new Map<string, number[]>()
          const late: unknown[] = []
          for (const { key, value, timeMs } of steps) {
            const { at, id } = value as Event
            let taken = false
            for (let start = -200; start <= 1_100; start += everyMs) {
              if (at < start || at >= start + 100 || start + 100 + graceMs <= timeMs) continue
              const window = `${key} ${start}-${start + 100}`
              windows.set(window, [...(windows.get(window) ?? []), id])
              taken = true
            }
            if (!taken) late.push(value)
          }
          const expected = [...windows].map(([window, ids]) => `${window}: ${sorted(ids)}`)
          expect(idsOf(operator, steps).sort()).toEqual(expected.sort())
          const story = storyOf(operator, [...steps, end])
          expect(story.outputs.late?.map(({ value }) => value)).toEqual(late)
          expect(story.state).toEqual({})
        }),
        { numRuns: 60 },
      )
    })
  }

  test('sessions: equal those of all events in order, when none comes later than the grace', () => {
    fc.assert(
      fc.property(shuffled(graceMs), (steps) => {
        const expected: string[] = []
        for (const key of ['a', 'b']) {
          const events = steps.filter((step) => step.key === key).map(({ value }) => value as Event)
          events.sort((a, b) => a.at - b.at)
          let open: Event[] = []
          events.forEach((one, index) => {
            open.push(one)
            const next = events[index + 1]
            if (next !== undefined && next.at - one.at < 50) return
            expected.push(`${key} ${open[0]?.at}-${one.at}: ${sorted(open.map(({ id }) => id))}`)
            open = []
          })
        }
        expect(idsOf(session, steps).sort()).toEqual(expected.sort())
        expect(storyOf(session, [...steps, end]).state).toEqual({})
      }),
      { numRuns: 60 },
    )
  })

  for (const [name, operator] of Object.entries({ tumbling, hopping, session })) {
    test(`${name}: do not depend on crashes, cuts or what comes after`, () => {
      fc.assert(
        fc.property(shuffled(60), (steps) => {
          sameUnderEveryCrash(operator, [...steps, end])
          sameUnderEveryCut(operator, [...steps, end])
          samePrefix(operator, [...steps, end])
        }),
        { numRuns: 3 },
      )
    })
  }
})
