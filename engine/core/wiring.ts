import { ConfigError } from './errors.ts'
import { isHop, type SubTopology, writerOf } from './sub-topology.ts'
import type { SubTopologyDescription, Topology } from './topology.ts'

export function assertUnique(what: string, names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) throw new ConfigError(`${what} '${name}' was declared twice`)
    seen.add(name)
  }
}

/** Every topic that is read is declared and has the writer that is said; every order is defined. */
export function assertWiring(
  { subTopologies, topics }: Topology,
  descriptions: readonly SubTopologyDescription[],
): void {
  const writes = new Map(descriptions.map(({ id, outputs }) => [id, new Set(outputs)]))
  const written = new Set(descriptions.flatMap(({ outputs }) => outputs))
  for (const name of written) {
    if (topics.some((topic) => topic.name === name)) continue
    throw new ConfigError(`topic '${name}' is written, but the topology does not declare it`)
  }
  subTopologies.forEach((spec, at) => {
    const { id, inputs, feedback } = spec
    for (const { topic } of [...inputs, ...feedback]) {
      if (!topics.includes(topic) || topic.retention === 'none')
        throw new ConfigError(
          `${id} reads topic '${topic.name}', which the topology does not declare or keep`,
        )
      if (writes.get(id)?.has(topic.name))
        throw new ConfigError(
          `${id} reads topic '${topic.name}' from the log and writes it too: its pipelines would see each record twice`,
        )
    }
    for (const input of inputs) {
      const { topic } = input
      const writer = writerOf(input)
      if (writer !== undefined) assertWriter(writes, id, topic.name, writer)
      else if (written.has(topic.name))
        throw new ConfigError(
          `${id} reads topic '${topic.name}' from the source, but a sub-topology writes it: only the ingest stamps it`,
        )
    }
    for (const { topic, from, awaits } of feedback) {
      assertWriter(writes, id, topic.name, from)
      if (awaits !== undefined && !writes.get(id)?.has(awaits.name))
        throw new ConfigError(
          `${id} waits after each of its records on '${awaits.name}', but writes none`,
        )
    }
    assertOrdered(spec, descriptions[at]?.asynchronous ?? false)
  })
}

function assertWriter(
  writes: ReadonlyMap<string, ReadonlySet<string>>,
  id: string,
  topic: string,
  from: string,
): void {
  const written = writes.get(from)
  if (written === undefined)
    throw new ConfigError(`${id} reads '${topic}' from '${from}', which is not a sub-topology`)
  if (!written.has(topic))
    throw new ConfigError(`${id} reads '${topic}' from '${from}', which does not write it`)
}

/** What would leave the order of records to chance, or to how keys are spread. */
function assertOrdered(spec: SubTopology, asynchronous: boolean): void {
  const { id, inputs, feedback, merge, partitioning } = spec
  if (merge === 'instant') {
    if (feedback.length > 0)
      throw new ConfigError(`${id} takes instants whole; that does not go with feedback inputs`)
    if (asynchronous)
      throw new ConfigError(`${id} takes instants whole; that does not go with mapAsyncOrdered`)
    return
  }
  if (merge === 'chain') assertAnswerable(spec)
  const ranks = inputs.filter((input) => !isHop(input)).map(({ rank }) => rank)
  if (new Set(ranks).size < ranks.length)
    throw new ConfigError(
      `${id} has two inputs of rank ${ranks.find((rank, at) => ranks.indexOf(rank) < at)}: which of them goes first at one time would be left to chance`,
    )
  const spread = inputs.find(({ topic }) => topic.partitioning === 'key')
  if (partitioning === 'global' && spread !== undefined)
    throw new ConfigError(
      `${id} is one task over all partitions of '${spread.topic.name}': it must take instants whole, or partitions would change its order`,
    )
}

/** What a stage behind others has to know to wait for feedback where its chain does. */
function assertAnswerable({ id, inputs, feedback }: SubTopology): void {
  if (feedback.length > 0 && inputs.every(isHop))
    throw new ConfigError(
      `${id} takes feedback, but reads from other stages only: it could not know when time began`,
    )
  const early = feedback.find(({ awaits, delayMs }) => awaits !== undefined && delayMs <= 0)
  if (early !== undefined)
    throw new ConfigError(
      `${id} takes '${early.topic.name}' at the time of what it answers: behind a cut an answer must come later`,
    )
}
