import type { ScenarioInput } from './scenario.ts'

export const exchangeOutage: ScenarioInput = {
  name: 'exchange-outage',
  description: 'The exchange is down for seven and a half minutes: no trades, no answers, a hole.',
  phases: [
    { name: 'open', minutes: 20, forces: {} },
    { name: 'down', minutes: 7.5, forces: { outage: true } },
    { name: 'open again', minutes: 92.5, forces: { volatility: 1.5, activity: 1.5 } },
  ],
  repeats: true,
}
