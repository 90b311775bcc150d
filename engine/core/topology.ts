import { deadLetters } from './dead-letter.ts'
import { Graph } from './graph.ts'
import { type SubTopology, writerOf } from './sub-topology.ts'
import type { Topic } from './topic.ts'
import { assertUnique, assertWiring } from './wiring.ts'

/** The pipelines together: which sub-topologies there are and how topics join them. */
export interface Topology {
  readonly subTopologies: readonly SubTopology[]
  readonly topics: readonly Topic<unknown>[]
}

/** Checks everything about the wiring that can be known before a record flows. */
export function defineTopology(
  subTopologies: readonly SubTopology[],
  topics: readonly Topic<unknown>[],
): Topology {
  assertUnique(
    'sub-topology',
    subTopologies.map(({ id }) => id),
  )
  assertUnique(
    'topic',
    topics.map(({ name }) => name),
  )
  const topology = { subTopologies, topics: [...topics, deadLetters as Topic<unknown>] }
  assertWiring(topology, describeTopology(topology))
  return topology
}

/** What a sub-topology is made of, for people and for the golden file that shows a changed id in review. */
export interface SubTopologyDescription {
  readonly id: string
  readonly tasks: string
  readonly inputs: readonly {
    readonly topic: string
    readonly from: string
    readonly delayMs: number
  }[]
  readonly feedback: readonly {
    readonly topic: string
    readonly from: string
    readonly delayMs: number
    readonly epochMs: number | null
    readonly awaits: string | null
  }[]
  readonly pipelines: readonly string[]
  readonly stores: readonly string[]
  readonly outputs: readonly string[]
  readonly asynchronous: boolean
}

export function describeTopology(topology: Topology): readonly SubTopologyDescription[] {
  return topology.subTopologies.map((spec) => {
    const outputs = new Set<string>()
    const graph = new Graph(
      spec,
      () => undefined,
      [],
      (topic) => outputs.add(topic.name),
    )
    return {
      id: spec.id,
      tasks: spec.partitioning === 'key' ? 'one per partition' : 'one',
      inputs: spec.inputs.map((input) => ({
        topic: input.topic.name,
        from: writerOf(input) ?? 'source',
        delayMs: input.delayMs,
      })),
      feedback: spec.feedback.map(({ topic, from, delayMs, epochMs, awaits }) => ({
        topic: topic.name,
        from,
        delayMs,
        epochMs: epochMs ?? null,
        awaits: awaits?.name ?? null,
      })),
      pipelines: spec.pipelines.map(({ id }) => id),
      stores: [...graph.nodes.values()].map(({ data }) => data.name),
      outputs: [...outputs],
      asynchronous: graph.asynchronous,
    }
  })
}

export function topologyText(topology: Topology): string {
  return describeTopology(topology)
    .map((sub) =>
      [
        `${sub.id} (${sub.tasks})`,
        ...sub.inputs.map(
          ({ topic, from, delayMs }) =>
            `  reads     ${topic} from ${from}${delayMs === 0 ? '' : `, in effect after ${delayMs} ms`}`,
        ),
        ...sub.feedback.map(
          ({ topic, from, delayMs, epochMs, awaits }) =>
            `  feedback  ${topic} from ${from}, ${
              epochMs === null
                ? `${delayMs} ms after its cause`
                : `at the first ${epochMs / 60_000} min boundary ${delayMs} ms after its cause`
            }${awaits === null ? '' : `, waits after each of ${awaits}`}`,
        ),
        ...sub.pipelines.map((pipeline) => `  pipeline  ${pipeline}`),
        ...sub.stores.map((store) => `  store     ${store}`),
        ...sub.outputs.map((topic) => `  writes    ${topic}`),
      ].join('\n'),
    )
    .join('\n\n')
    .concat('\n')
}

export function topologyMermaid(topology: Topology): string {
  const lines = ['flowchart LR']
  for (const sub of describeTopology(topology)) {
    lines.push(`  ${sub.id}{{"${sub.id}<br/>${sub.pipelines.join(' → ')}"}}`)
    for (const { topic } of sub.inputs) lines.push(`  ${topic}[(${topic})] --> ${sub.id}`)
    for (const topic of sub.outputs) lines.push(`  ${sub.id} --> ${topic}[(${topic})]`)
    for (const { topic } of sub.feedback)
      lines.push(`  ${topic}[(${topic})] -. feedback .-> ${sub.id}`)
  }
  return `${[...new Set(lines)].join('\n')}\n`
}
