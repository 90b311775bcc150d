import type { ScenarioInput } from './scenario.ts'

export const regimeSwitches: ScenarioInput = {
  name: 'regime-switches',
  description: 'Trend, range, volatile, breakout and quiet, one after the other.',
  phases: [
    { name: 'trend up', minutes: 300, forces: { driftPctPerHour: 0.8 } },
    { name: 'volatile', minutes: 120, forces: { volatility: 3, activity: 1.5 } },
    { name: 'range', minutes: 360, forces: { volatility: 0.8, pullPerHour: 2 } },
    { name: 'quiet', minutes: 240, forces: { volatility: 0.4, activity: 0.6 } },
    { name: 'breakout', minutes: 40, forces: { volatility: 2, driftPctPerHour: -5, newsPct: -1 } },
    { name: 'trend down', minutes: 300, forces: { driftPctPerHour: -0.8 } },
    { name: 'quiet', minutes: 240, forces: { volatility: 0.5, activity: 0.7 } },
    { name: 'range', minutes: 360, forces: { pullPerHour: 1 } },
  ],
  repeats: true,
  inHistory: true,
}
