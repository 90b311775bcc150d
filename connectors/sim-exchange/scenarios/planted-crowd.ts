import type { ScenarioInput } from './scenario.ts'

export const plantedCrowd: ScenarioInput = {
  name: 'planted-crowd',
  description:
    'An edge for heads that fade crowds: the price goes against the side of most accounts.',
  phases: [
    {
      name: 'crowd',
      minutes: 1_440,
      forces: { edge: { rule: 'crowd', lookbackMinutes: 5, driftPctPerHour: 0.3 } },
    },
  ],
  repeats: true,
  inHistory: true,
}
