import { ConfigError } from '../engine/core/errors.ts'
import { trims } from '../engine/log/kafka/topic-specs.ts'
import type { Mode } from '../schemas/contracts.generated.ts'
import type { KafkaConfig } from './kafka-config.ts'

/**
 * First part of the names of an application's topics. A simulation must never be taken for live, nor be
 * trimmed by the computer's clock: it has a prefix that says what it is. Throws ConfigError where the
 * setting says something else.
 */
export function prefixOf(mode: Mode, { prefix, retention }: KafkaConfig): string {
  if (mode !== 'sim') return prefix
  const sim = prefix === '' ? 'sim' : prefix
  if (/^sim(?:\.|$)/.test(sim) && !trims(sim, retention)) return sim
  throw new ConfigError(
    `kafka.prefix is '${prefix}' and kafka.retention '${retention}': a simulated market writes under 'sim' or 'sim.<name>', where nobody takes it for live and nothing is deleted by age`,
  )
}
