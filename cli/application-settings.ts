import { ConfigError } from '../engine/core/errors.ts'
import type { Topology } from '../engine/core/topology.ts'
import { identityOfApplication } from '../engine/log/kafka/application-identity.ts'
import type { ClusterLink } from '../engine/log/kafka/cluster-link.ts'
import type { LogIdentity } from '../engine/log/log.ts'
import type { MarketKind } from '../operators/positions/levels.ts'
import type { Mode } from '../schemas/contracts.generated.ts'
import { chainOf, identityOf, tradingSettings } from './assembly.ts'
import type { Config } from './config.ts'
import { modelsOf } from './models.ts'

/**
 * The topology that an application runs under this configuration. Throws ConfigError where it was made with
 * other settings, or never was.
 */
export async function topologyOf(
  link: ClusterLink,
  config: Config,
): Promise<{ readonly topology: Topology; readonly identity: LogIdentity }> {
  const { fetcher, options } = link
  const { names, partitions } = options
  const identity = await identityOfApplication(fetcher, names)
  if (identity === undefined)
    throw new ConfigError(`nothing was ever started under the prefix '${names.app}'`)
  const settings = tradingSettings(config, identity.mode as Mode, identity.market as MarketKind)
  const cut = identity.cut === undefined ? [] : String(identity.cut).split(',')
  const mine: LogIdentity = { ...identityOf(config, settings, cut), partitions }
  const all = new Set([...Object.keys(mine), ...Object.keys(identity)])
  const differing = [...all].filter((name) => mine[name] !== identity[name])
  if (differing.length > 0) {
    const told = differing.map(
      (name) => `  ${name}: ${identity[name] ?? '(unset)'} there, ${mine[name] ?? '(unset)'} here`,
    )
    throw new ConfigError(
      `what lies under the prefix '${names.app}' was made with other settings:\n${told.join('\n')}`,
    )
  }
  const topology = await chainOf(config, settings, cut, modelsOf(config))
  return { topology, identity }
}
