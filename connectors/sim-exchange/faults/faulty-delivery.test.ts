import { describe, expect, test } from 'vitest'
import { FaultDesk } from './fault-desk.ts'
import { type FaultInput, faultSettingsSchema, noFaults } from './fault-settings.ts'
import { FaultyDelivery } from './faulty-delivery.ts'

/** Messages through a line with these faults; those that are late come at the end. */
function sent(input: FaultInput, count = 100) {
  const arrived: number[] = []
  const late: (() => void)[] = []
  let cuts = 0
  const desk = new FaultDesk({ seed: 1, always: noFaults, schedule: [], liveMs: 0 })
  const line = {
    send: (text: string) => arrived.push(Number(text)),
    cut: () => {
      cuts++
    },
  }
  const delivery = new FaultyDelivery(line, desk, (run) => late.push(run))
  const faults = faultSettingsSchema.parse(input)
  for (let at = 0; at < count; at++) delivery.deliver(String(at), true, faults)
  for (const run of late) run()
  return { arrived, cuts, counts: desk.counts, silent: delivery.silent }
}

const all = Array.from({ length: 100 }, (_, at) => at)
const sorted = (numbers: readonly number[]) => [...numbers].sort((one, other) => one - other)

describe('a line', () => {
  test('without faults brings everything in order', () => {
    expect(sent({}).arrived).toEqual(all)
  })

  test('that drops loses as many as it counts', () => {
    const { arrived, counts } = sent({ drop: 0.2 })
    expect(counts.drop).toBeGreaterThan(5)
    expect(arrived).toHaveLength(100 - (counts.drop ?? 0))
  })

  test('that duplicates brings each at least once', () => {
    const { arrived, counts } = sent({ duplicate: 0.2 })
    expect(arrived).toHaveLength(100 + (counts.duplicate ?? 0))
    expect(sorted([...new Set(arrived)])).toEqual(all)
  })

  test('that reorders swaps neighbours and loses none but the last it holds', () => {
    const { arrived, counts } = sent({ reorder: 0.2 })
    expect(counts.reorder).toBeGreaterThan(5)
    expect(arrived).not.toEqual(sorted(arrived))
    expect(arrived.length).toBeGreaterThanOrEqual(99)
    for (const [at, value] of arrived.entries()) expect(Math.abs(value - at)).toBeLessThanOrEqual(1)
  })

  test('that delays brings everything, some of it behind the rest', () => {
    const { arrived, counts } = sent({ delay: 0.2 })
    expect(sorted(arrived)).toEqual(all)
    expect(sorted(arrived.slice(-(counts.delay ?? 0)))).toEqual(arrived.slice(-(counts.delay ?? 0)))
    expect(arrived).not.toEqual(all)
  })

  test('with a gap loses trades that lie side by side', () => {
    const { arrived, counts } = sent({ gap: 0.03, gapTrades: 7 }, 400)
    expect(counts.gap).toBeGreaterThan(0)
    const jumps = arrived.slice(1).map((id, at) => id - (arrived[at] ?? 0))
    for (const jump of jumps) expect((jump - 1) % 7).toBe(0)
  })

  test('that closes is cut, and one that is half open says nothing more', () => {
    expect(sent({ close: 1 }, 1).cuts).toBe(1)
    const half = sent({ halfOpen: 0.05 }, 400)
    expect(half.silent).toBe(true)
    expect(half.counts.halfOpen).toBe(1)
    expect(half.arrived).toEqual(Array.from(half.arrived, (_, at) => at))
  })
})

describe('the faults in force', () => {
  const dropping = faultSettingsSchema.parse({ drop: 1 })
  const desk = new FaultDesk({
    seed: 1,
    always: noFaults,
    schedule: [{ fromSeconds: 60, seconds: 30, faults: dropping }],
    liveMs: 1_000_000,
  })

  test('are those of the schedule while it lasts', () => {
    const at = (seconds: number) => desk.at(1_000_000 + seconds * 1_000)
    expect([59, 60, 89, 90].map((seconds) => at(seconds).drop)).toEqual([0, 1, 1, 0])
  })

  test('are those of an order above all, until it is over or taken back', () => {
    const slow = faultSettingsSchema.parse({ slow: 1 })
    desk.order(slow, 1_070_000)
    expect([desk.at(1_065_000).slow, desk.at(1_065_000).drop]).toEqual([1, 0])
    expect(desk.at(1_070_000).drop).toBe(1)
    desk.calm()
    expect(desk.at(1_065_000).drop).toBe(1)
  })
})
