import { expect, test } from 'vitest'
import { everyFault, runEdge } from './edge-run.ts'

test('no minute is missing or other than the exchange’s own, whatever happens between it and an engine that is killed', async () => {
  const { faults, compared, differences } = await runEdge({
    seed: 7,
    minutes: 4,
    speed: 20,
    kills: 2,
    faults: everyFault,
    outageMinutes: 1,
  })
  expect(differences).toEqual([])
  expect(compared).toBeGreaterThan(60)
  const happened = Object.entries(faults).filter(([, times]) => times > 0)
  expect(happened.length).toBeGreaterThan(4)
}, 240_000)
