import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ConfigError } from '../../../engine/core/errors.ts'
import { badTicks } from './bad-ticks.ts'
import { calm } from './calm.ts'
import { exchangeOutage } from './exchange-outage.ts'
import { flashCrash } from './flash-crash.ts'
import { liquidityDrought } from './liquidity-drought.ts'
import { plantedCrowd } from './planted-crowd.ts'
import { plantedMomentum } from './planted-momentum.ts'
import { plantedReversal } from './planted-reversal.ts'
import { plantedTakers } from './planted-takers.ts'
import { pumpAndDump } from './pump-and-dump.ts'
import { range } from './range.ts'
import { regimeSwitches } from './regime-switches.ts'
import { type Scenario, scenarioSchema } from './scenario.ts'
import { trend } from './trend.ts'
import { volatilityBurst } from './volatility-burst.ts'

/** The scenarios that come with it. */
export const scenarios: readonly Scenario[] = [
  calm,
  flashCrash,
  volatilityBurst,
  liquidityDrought,
  trend,
  range,
  pumpAndDump,
  exchangeOutage,
  badTicks,
  regimeSwitches,
  plantedMomentum,
  plantedReversal,
  plantedTakers,
  plantedCrowd,
].map((input) => scenarioSchema.parse(input))

/** One of them by its name, or one of a user's own by the path of a JSON file. */
export async function scenarioOf(nameOrPath: string): Promise<Scenario> {
  const known = scenarios.find(({ name }) => name === nameOrPath)
  if (known !== undefined) return known
  const names = scenarios.map(({ name }) => name).join(', ')
  if (!nameOrPath.endsWith('.json')) {
    throw new ConfigError(`There is no scenario '${nameOrPath}'; there are ${names}.`)
  }
  let content: unknown
  try {
    content = JSON.parse(await readFile(nameOrPath, 'utf8'))
  } catch (error) {
    throw new ConfigError(`The scenario ${nameOrPath} cannot be read: ${String(error)}`)
  }
  const parsed = scenarioSchema.safeParse(content)
  if (parsed.success) return parsed.data
  throw new ConfigError(`The scenario ${nameOrPath} is not one:\n${z.prettifyError(parsed.error)}`)
}
