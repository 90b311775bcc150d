import type { ScenarioInput } from './scenario.ts'

export const calm: ScenarioInput = {
  name: 'calm',
  description: 'Nothing but the agents and their news.',
  phases: [],
}
