import type { ScenarioInput } from './scenario.ts'

export const pumpAndDump: ScenarioInput = {
  name: 'pump-and-dump',
  description: 'A crowd buys what is worth no more, and then sells it to whoever came late.',
  phases: [
    { name: 'before', minutes: 20, forces: {} },
    {
      name: 'pump',
      minutes: 15,
      forces: { crowd: 0.05, liquidity: 0.5, attention: 0.03, activity: 3 },
    },
    {
      name: 'dump',
      minutes: 6,
      forces: { crowd: -0.06, liquidity: 0.5, attention: 0.2, activity: 4 },
    },
    { name: 'after', minutes: 79, forces: { activity: 0.7 } },
  ],
  repeats: true,
}
