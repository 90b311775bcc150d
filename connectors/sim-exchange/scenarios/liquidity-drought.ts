import type { ScenarioInput } from './scenario.ts'

export const liquidityDrought: ScenarioInput = {
  name: 'liquidity-drought',
  description: 'Most market makers leave: the book is thin, the spread wide.',
  phases: [
    { name: 'calm', minutes: 30, forces: {} },
    { name: 'drought', minutes: 60, forces: { liquidity: 0.08, activity: 0.5 } },
  ],
  repeats: true,
}
