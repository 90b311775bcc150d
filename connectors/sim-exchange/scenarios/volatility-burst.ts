import type { ScenarioInput } from './scenario.ts'

export const volatilityBurst: ScenarioInput = {
  name: 'volatility-burst',
  description: 'News come thick: half an hour with five times the volatility, each two hours.',
  phases: [
    { name: 'calm', minutes: 60, forces: {} },
    { name: 'burst', minutes: 30, forces: { volatility: 5, activity: 2 } },
    { name: 'dying away', minutes: 30, forces: { volatility: 2 } },
  ],
  repeats: true,
}
