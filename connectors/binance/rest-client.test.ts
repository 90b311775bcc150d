import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { endpointsOf } from './market-endpoints.ts'
import { type RestClient, restClient } from './rest-client.ts'
import { FakeBinance } from './testing/fake-binance.ts'
import { SetClock } from './testing/set-clock.ts'

let fake: FakeBinance
let clock: SetClock
let rest: RestClient
beforeEach(async () => {
  fake = await FakeBinance.start(['BTCUSDT'])
  clock = new SetClock(1_000)
  rest = restClient({ endpoints: endpointsOf('spot', fake.urls), clock, random: () => 0.5 })
})
afterEach(() => fake.close())

test('an answer is what the exchange sent', async () => {
  expect(await rest.get('time')).toEqual({ serverTime: expect.any(Number) })
  expect([fake.asked, clock.slept]).toEqual([['time'], []])
})

test('a refusal for its rate is obeyed: nothing is asked before Retry-After is over', async () => {
  fake.restFailures.push({ status: 429, headers: { 'retry-after': '7' } })
  await rest.get('time')
  expect([fake.asked.length, clock.slept, rest.limiter.refusals]).toEqual([2, [7_000], 1])
})

test('a ban that is long is told, not waited for', async () => {
  fake.restFailures.push({ status: 418, headers: { 'retry-after': '3600' } })
  await expect(rest.get('time')).rejects.toMatchObject({ fault: 'rate' })
  await expect(rest.get('time')).rejects.toMatchObject({ fault: 'rate' })
  expect([fake.asked.length, clock.slept]).toEqual([1, []])
})

test('a server that fails is asked again, at growing distances, and then given up', async () => {
  fake.restFailures.push({ status: 503 }, { status: 502 })
  await rest.get('time')
  expect(clock.slept).toEqual([500, 1_000])
  fake.restFailures.push(...Array.from({ length: 5 }, () => ({ status: 500 })))
  await expect(rest.get('time')).rejects.toMatchObject({ fault: 'unreachable', status: 500 })
})

describe.each([451, 403])('a refusal of the region (%i)', (status) => {
  test('is told at once, with what serves there', async () => {
    fake.restFailures.push({ status })
    await expect(rest.get('time')).rejects.toMatchObject({
      fault: 'region',
      message: expect.stringContaining('api.binance.us'),
    })
    expect(fake.asked.length).toBe(1)
  })
})

test('a request that is wrong is not repeated', async () => {
  await expect(rest.get('trades', { symbol: 'NOPE' })).rejects.toMatchObject({
    fault: 'refused',
    message: expect.stringContaining('Invalid symbol'),
  })
  expect(fake.asked.length).toBe(1)
})

test('requests go one after the other, and a failed one holds up none', async () => {
  const answers = await Promise.allSettled([
    rest.get('trades', { symbol: 'NOPE' }),
    rest.get('time'),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(fake.asked).toEqual(['trades?symbol=NOPE', 'time'])
})
