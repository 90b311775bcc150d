import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ExitSettings } from './exits/catalogue.ts'
import { noExits } from './exits/catalogue.ts'
import type { FollowConfig } from './follow.ts'
import { sideSign } from './levels.ts'
import type { FollowStep } from './position.ts'
import { type Bar, exact, stepsAlong } from './testing/paths.ts'

const multiple = fc.double({ min: 0.05, max: 2.5, noNaN: true })
const option = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 })

/** Any policies, in any combination; minutes stand for the hours of the time exit. */
const anyExits: fc.Arbitrary<ExitSettings> = fc
  .record({
    trailing_stop: option(fc.record({ activateAtR: multiple, distanceR: multiple })),
    break_even: option(fc.record({ atR: multiple })),
    partial_take_profit: option(
      fc.record({ atR: multiple, share: fc.double({ min: 0.01, max: 0.99, noNaN: true }) }),
    ),
    time_exit: option(
      fc.record({
        afterHours: fc.integer({ min: 1, max: 30 }).map((minutes) => minutes / 60),
        underR: fc.option(multiple),
      }),
    ),
  })
  .map((exits) => JSON.parse(JSON.stringify(exits)) as ExitSettings)

const anyConfig: fc.Arbitrary<FollowConfig> = fc
  .tuple(anyExits, fc.constantFrom(0, 0.001))
  .map(([exits, tolerance]) => ({ ...exact(exits), tolerance }))

const price = fc.double({ min: 93, max: 112, noNaN: true })
const bar: fc.Arbitrary<Bar> = fc
  .tuple(price, price, price, price)
  .map(([open, a, b, close]) => [
    open,
    Math.max(open, a, b, close),
    Math.min(open, a, b, close),
    close,
  ])
const anyPath = fc.oneof(
  fc.array(price, { minLength: 1, maxLength: 40 }),
  fc.array(bar, { minLength: 1, maxLength: 40 }),
)
const anySide = fc.constantFrom('LONG' as const, 'SHORT' as const)

/** What one can see happen, step by step. */
function eventsOf(steps: readonly FollowStep[]): readonly unknown[] {
  return steps.map(({ position: { stop, parts }, exit }) => ({ stop, parts, exit }))
}

describe('whatever the policies and the path', () => {
  test('a stop never moves away', () => {
    fc.assert(
      fc.property(anySide, anyPath, anyConfig, (side, path, config) => {
        let before = side === 'LONG' ? 95 : 105
        for (const { position } of stepsAlong(side, path, config)) {
          expect(sideSign(side) * (position.stop.price - before)).toBeGreaterThanOrEqual(0)
          before = position.stop.price
        }
      }),
    )
  })

  test('what happens along a path does not depend on what comes after', () => {
    fc.assert(
      fc.property(
        anySide,
        anyPath,
        anyPath,
        fc.nat(40),
        anyConfig,
        (side, path, other, cut, config) => {
          const known = path.slice(0, cut)
          const events = eventsOf(stepsAlong(side, [...known, ...other], config))
          expect(eventsOf(stepsAlong(side, path, config)).slice(0, known.length)).toEqual(
            events.slice(0, known.length),
          )
        },
      ),
    )
  })

  test('a candle that hits the stop in force at its open books the same, however high it went', () => {
    fc.assert(
      fc.property(
        anySide,
        fc.array(bar, { maxLength: 20 }),
        bar,
        price,
        anyConfig,
        (side, bars, last, high, config) => {
          const [open, top, low, close] = last
          const higher: Bar = [open, Math.max(top, high), low, close]
          const steps = stepsAlong(side, [...bars, last], config)
          const stopped = steps.at(-1)
          if (steps.length <= bars.length || stopped?.exit?.outcome !== 'SL_HIT') return
          expect(stepsAlong(side, [...bars, higher], config).at(-1)).toEqual(stopped)
        },
      ),
    )
  })

  test('parts leave something, and their shares and the rest are one', () => {
    fc.assert(
      fc.property(anySide, anyPath, anyConfig, (side, path, config) => {
        const parts = stepsAlong(side, path, config).at(-1)?.position.parts ?? []
        expect(parts.length).toBeLessThanOrEqual(config.exits.partial_take_profit ? 1 : 0)
        const rest = parts.reduce((left, { share }) => left - share, 1)
        expect(rest).toBeGreaterThan(0)
        expect(parts.reduce((sum, { share }) => sum + share, rest)).toBeCloseTo(1, 12)
      }),
    )
  })

  test('an end says by what: a moved stop only under its policy', () => {
    fc.assert(
      fc.property(anySide, anyPath, anyConfig, (side, path, config) => {
        const exit = stepsAlong(side, path, config).at(-1)?.exit
        if (!exit) return
        const { reason } = exit
        if (reason in { trailing_stop: 0, break_even: 0, time_exit: 0 })
          expect(config.exits).toHaveProperty(reason)
        const stops = ['stop_loss', 'trailing_stop', 'break_even']
        expect(stops.includes(reason)).toBe(exit.outcome === 'SL_HIT')
      }),
    )
  })

  test('without policies, and with policies that never have a say, all is as by the levels alone', () => {
    const never = exact({
      trailing_stop: { activateAtR: 1e6, distanceR: 1 },
      break_even: { atR: 1e6 },
      partial_take_profit: { atR: 1e6, share: 0.5 },
      time_exit: { afterHours: 71, underR: null },
    })
    fc.assert(
      fc.property(anySide, anyPath, (side, path) => {
        const steps = stepsAlong(side, path, exact(noExits))
        expect(eventsOf(stepsAlong(side, path, never))).toEqual(eventsOf(steps))
        for (const { position } of steps) {
          expect(position.stop).toEqual({ price: position.stopLoss, reason: 'stop_loss' })
          expect([position.best, position.parts]).toEqual([null, []])
          expect(position.reviewAtMs).toBe(Number.POSITIVE_INFINITY)
        }
      }),
    )
  })
})

test('a candle moves the stop to where its trades would have, and never ends what they did not', () => {
  fc.assert(
    fc.property(anySide, bar, anyConfig, (side, candle, { exits, ...rest }) => {
      const { time_exit: _, ...untimed } = exits
      const config = { ...rest, exits: untimed }
      const [open, high, low, close] = candle
      const byTrades = stepsAlong(side, [open, low, high, close], config).at(-1)
      const byCandle = stepsAlong(side, [candle], config).at(-1)
      if (byTrades?.exit || !byTrades || !byCandle) return
      expect(byCandle.exit).toBeNull()
      const { stop, best, lastPrice, parts } = byCandle.position
      expect({ stop, best, lastPrice }).toEqual({
        stop: byTrades.position.stop,
        best: byTrades.position.best,
        lastPrice: byTrades.position.lastPrice,
      })
      expect(parts.length).toBe(byTrades.position.parts.length)
      for (const [at, part] of parts.entries()) {
        const seen = byTrades.position.parts[at]?.price ?? Number.NaN
        expect(sideSign(side) * (seen - part.price)).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})
