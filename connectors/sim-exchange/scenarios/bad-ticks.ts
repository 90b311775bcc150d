import type { ScenarioInput } from './scenario.ts'

export const badTicks: ScenarioInput = {
  name: 'bad-ticks',
  description: 'One trade of two thousand on the streams has ten times its price, or a tenth.',
  phases: [{ name: 'bad ticks', minutes: 1_440, forces: { badTicks: 0.0005 } }],
  repeats: true,
}
