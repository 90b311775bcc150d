import type { ScenarioInput } from './scenario.ts'

export const trend: ScenarioInput = {
  name: 'trend',
  description: 'Six hours up, six hours down, each by some six per cent, with rests between.',
  phases: [
    { name: 'up', minutes: 360, forces: { driftPctPerHour: 1 } },
    { name: 'rest', minutes: 120, forces: {} },
    { name: 'down', minutes: 360, forces: { driftPctPerHour: -1 } },
    { name: 'rest', minutes: 120, forces: {} },
  ],
  repeats: true,
  inHistory: true,
}
