import type { ScenarioInput } from './scenario.ts'

export const flashCrash: ScenarioInput = {
  name: 'flash-crash',
  description:
    'Quotes vanish, a crowd sells at any price, and the worth is still there afterwards.',
  phases: [
    { name: 'before', minutes: 10, forces: {} },
    {
      name: 'crash',
      minutes: 3,
      forces: { liquidity: 0.4, attention: 0.02, crowd: -0.08, activity: 5 },
    },
    { name: 'way back', minutes: 12, forces: { liquidity: 0.5, attention: 0.01, activity: 2 } },
    { name: 'after', minutes: 35, forces: { volatility: 1.5 } },
  ],
  repeats: true,
}
