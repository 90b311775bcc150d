/**
 * Names on a cluster that several systems share: `app` is the topic prefix, and the first part of every
 * topic, group and transactional id. Empty, there is no prefix.
 */
export function topicName(app: string, topic: string): string {
  return prefixed(app, topic)
}

/** The consumer group whose members share the tasks of a sub-topology. */
export function groupId(app: string, subTopology: string): string {
  return prefixed(app, subTopology)
}

/** Whoever opens it owns the task; the one before is fenced (KIP-98). */
export function transactionalId(app: string, subTopology: string, partition: number): string {
  return prefixed(app, `${subTopology}.${partition}`)
}

/** The engine's own topic with the watermarks of a sub-topology's tasks, without the prefix. */
export function watermarksTopic(subTopology: string): string {
  return `_watermarks.${subTopology}`
}

/** The engine's own topic with what a sub-topology's tasks keep, without the prefix. */
export function changelogTopic(subTopology: string): string {
  return `_changelog.${subTopology}`
}

/** The ingest keeps its clock and positions like a sub-topology of one task. */
export const ingestTask = 'ingest'

function prefixed(app: string, name: string): string {
  return app === '' ? name : `${app}.${name}`
}
