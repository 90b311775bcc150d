import { ConfigError } from '../engine/core/errors.ts'
import type { Recomputed } from '../engine/core/recomputation.ts'
import type { SubTopology } from '../engine/core/sub-topology.ts'
import { copyApplication } from '../engine/log/kafka/copy-application.ts'
import { topologyOf } from './application-settings.ts'
import { loadConfig } from './config.ts'
import { findPlace, type PlaceFlags } from './data-folder.ts'
import { KafkaApplication } from './kafka-application.ts'
import { visitPlace } from './reading.ts'

export interface Copying extends PlaceFlags {
  /** The prefix of the other application. */
  readonly into: string
}

/** What decides how much of an application is copied. */
export interface CopyPlan {
  readonly untilMs: number
  readonly stateOf: (spec: SubTopology, partition: number) => Promise<Recomputed | undefined>
}

/** Makes a second application of the one that was asked for, as `plan` says. */
export async function copyTo(
  { into, ...flags }: Copying,
  plan: (application: KafkaApplication, specs: readonly SubTopology[]) => Promise<CopyPlan>,
): Promise<void> {
  const place = findPlace(flags)
  if (place.log !== 'kafka')
    throw new ConfigError(
      'this is for what lies on Kafka: a data folder is copied as a folder, or replayed into a new one',
    )
  if (into === place.app)
    throw new ConfigError(`--into names '${into}', which is what is to be copied`)
  const config = await loadConfig({})
  const onWarning = (text: string): void => console.error(text)
  const from = await visitPlace(place)
  try {
    const { topology, identity } = await topologyOf(from.link, config)
    const { partitions } = from.link.options
    const { untilMs, stateOf } = await plan(from, topology.subTopologies)
    const { partitions: _, ...known } = identity
    const told = { ...config, partitions }
    const to = await KafkaApplication.open({
      config: told,
      app: into,
      topology,
      identity: known,
      onWarning,
    })
    try {
      await copyApplication({
        from: from.link,
        to: to.link,
        topology,
        untilMs,
        stateOf: (id, partition) => {
          const spec = topology.subTopologies.find((one) => one.id === id)
          if (spec === undefined) throw new ConfigError(`there is no sub-topology '${id}'`)
          return stateOf(spec, partition)
        },
        onTopic: (topic, records) =>
          console.log(`${topic.padEnd(16)} ${String(records).padStart(9)} records`),
      })
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
}
