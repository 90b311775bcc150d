import type { ScenarioInput } from './scenario.ts'

export const plantedMomentum: ScenarioInput = {
  name: 'planted-momentum',
  description: 'An edge for heads that follow: what has risen for four hours goes on rising.',
  phases: [
    {
      name: 'momentum',
      minutes: 1_440,
      forces: { edge: { rule: 'momentum', lookbackMinutes: 240, driftPctPerHour: 0.4 } },
    },
  ],
  repeats: true,
  inHistory: true,
}
