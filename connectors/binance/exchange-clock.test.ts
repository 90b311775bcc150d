import { expect, test } from 'vitest'
import { ExchangeClock } from './exchange-clock.ts'
import { SetClock } from './testing/set-clock.ts'

test('tells the exchange’s time from the middle of the request on', async () => {
  const own = new SetClock(1_000)
  const clock = new ExchangeClock(own, 1)
  expect([clock.known, clock.nowMs()]).toEqual([false, 1_000])
  await clock.measure(async () => {
    await own.sleep(100)
    return 2_320
  })
  expect([clock.known, clock.skewMs, clock.roundTripMs]).toEqual([true, 1_270, 100])
  expect(clock.nowMs()).toBe(2_370)
  await own.sleep(1_000)
  expect(clock.nowMs()).toBe(3_370)
})

test('runs at the speed of a simulated exchange', async () => {
  const own = new SetClock(0)
  const clock = new ExchangeClock(own, 20)
  await clock.measure(async () => 1_000_000)
  await own.sleep(500)
  expect(clock.nowMs()).toBe(1_010_000)
})
