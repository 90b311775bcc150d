import type { ScenarioInput } from './scenario.ts'

export const plantedTakers: ScenarioInput = {
  name: 'planted-takers',
  description:
    'An edge for heads that follow takers: the price goes where they traded more for two hours.',
  phases: [
    {
      name: 'takers',
      minutes: 1_440,
      forces: { edge: { rule: 'takers', lookbackMinutes: 120, driftPctPerHour: 0.4 } },
    },
  ],
  repeats: true,
  inHistory: true,
}
