import type { ScenarioInput } from './scenario.ts'

export const plantedReversal: ScenarioInput = {
  name: 'planted-reversal',
  description: 'An edge for heads that go against: what has risen for four hours falls.',
  phases: [
    {
      name: 'reversal',
      minutes: 1_440,
      forces: { edge: { rule: 'reversal', lookbackMinutes: 240, driftPctPerHour: 0.4 } },
    },
  ],
  repeats: true,
  inHistory: true,
}
