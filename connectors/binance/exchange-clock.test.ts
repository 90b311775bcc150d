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

test('a request that had to queue does not worsen what is known, until that is old', async () => {
  const own = new SetClock(0)
  const clock = new ExchangeClock(own, 1)
  const after = (ms: number, serverMs: number) => async (): Promise<number> => {
    await own.sleep(ms)
    return serverMs
  }
  await clock.measure(after(100, 1_050))
  await clock.measure(after(5_000, 1_000_000))
  expect([clock.skewMs, clock.roundTripMs]).toEqual([1_000, 100])
  await clock.measure(after(160, 2_180))
  expect(clock.roundTripMs).toBe(160)
  await own.sleep(600_000)
  await clock.measure(after(5_000, 610_000))
  expect(clock.roundTripMs).toBe(5_000)
})

test('runs at the speed of a simulated exchange', async () => {
  const own = new SetClock(0)
  const clock = new ExchangeClock(own, 20)
  await clock.measure(async () => 1_000_000)
  await own.sleep(500)
  expect(clock.nowMs()).toBe(1_010_000)
})
