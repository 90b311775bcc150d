import type { ScenarioInput } from './scenario.ts'

export const range: ScenarioInput = {
  name: 'range',
  description: 'The price always comes back to where the day began.',
  phases: [{ name: 'range', minutes: 1_440, forces: { pullPerHour: 2 } }],
  repeats: true,
  inHistory: true,
}
