import { type ChainPart, partChain } from './chain-parts.ts'
import { deadLetters } from './dead-letter.ts'
import { ConfigError } from './errors.ts'
import { Graph } from './graph.ts'
import { type InputSpec, isHop, type SubTopology, writerOf } from './sub-topology.ts'
import type { Retention, Topic } from './topic.ts'
import { defineTopology, type Topology } from './topology.ts'

/** The pipelines that can be cut out of their chains: those of keyed sub-topologies that have several. */
export function cuttable({ subTopologies }: Topology): readonly string[] {
  return subTopologies.flatMap(({ partitioning, merge, pipelines }) =>
    partitioning === 'key' && merge === 'stream' && pipelines.length > 1
      ? pipelines.map(({ id }) => id)
      : [],
  )
}

/**
 * The same topology with pipelines cut out of their chains. A chain becomes several stages, sub-topologies
 * that read each other's topics from the log: each pipeline that is cut out, and the rest, parted where it
 * must wait for these. The history stays the same. What stages read of each other and the chain never keeps
 * is kept for `kept`.
 * Throws ConfigError for a name that is no pipeline of a chain, and where a cut would change the history.
 */
export function cutOut(topology: Topology, cut: readonly string[], kept: Retention): Topology {
  if (cut.length === 0) return topology
  const known = cuttable(topology)
  for (const id of cut) {
    if (known.includes(id)) continue
    throw new ConfigError(`'${id}' cannot be cut out of a chain; what can be: ${known.join(', ')}`)
  }
  const topics = new Map(topology.topics.map((topic) => [topic.name, topic]))
  topics.delete(deadLetters.name)
  const chains = new Map<string, readonly ChainPart[]>()
  for (const chain of topology.subTopologies) {
    if (!chain.pipelines.some(({ id }) => cut.includes(id))) continue
    const { wired } = new Graph(chain, () => undefined)
    chains.set(chain.id, partChain(chain.id, wired, new Set(cut)))
  }
  const subTopologies = topology.subTopologies
    .flatMap((spec) => {
      const parts = chains.get(spec.id)
      return parts === undefined ? [spec] : stagesOf(spec, parts, kept, topics)
    })
    .map((spec) => readingFrom(spec, (id, topic) => writerIn(chains.get(id) ?? [], topic) ?? id))
  return defineTopology(subTopologies, [...topics.values()])
}

/** Adds to `topics` what is kept from now on. */
function stagesOf(
  chain: SubTopology,
  parts: readonly ChainPart[],
  kept: Retention,
  topics: Map<string, Topic<unknown>>,
): readonly SubTopology[] {
  const hop = (name: string): Topic<unknown> => {
    const declared = topics.get(name)
    if (declared !== undefined && declared.retention !== 'none') return declared
    const written = parts.flatMap((part) => writtenBy(part).get(name) ?? [])[0] as Topic<unknown>
    const hop = { ...written, retention: kept, digested: false }
    topics.set(name, hop)
    return hop
  }
  return parts.map((part): SubTopology => {
    const { id, pipelines } = part
    const reads = readBy(part)
    const hopsOut = [...writtenBy(part).keys()].filter((name) =>
      parts.some((other) => other !== part && readBy(other).has(name)),
    )
    const fromStages = [...reads].flatMap((name): readonly InputSpec[] => {
      const stage = writerIn(parts, name)
      if (stage === undefined || stage === id) return []
      return [{ topic: hop(name), from: { stage }, delayMs: 0, rank: 0 }]
    })
    const read = ({ topic }: { readonly topic: Topic<unknown> }): boolean => reads.has(topic.name)
    return {
      ...chain,
      id,
      inputs: [...fromStages, ...chain.inputs.filter(read)],
      feedback: chain.feedback.filter(read),
      pipelines: pipelines.map(({ at }) => chain.pipelines[at]).filter((one) => one !== undefined),
      merge: fromStages.length > 0 ? 'chain' : chain.merge,
      stage: { chain, hops: hopsOut.map(hop) },
    }
  })
}

function readBy({ pipelines }: ChainPart): ReadonlySet<string> {
  return new Set(pipelines.flatMap(({ reads }) => [...reads]))
}

function writtenBy({ pipelines }: ChainPart): ReadonlyMap<string, Topic<unknown>> {
  return new Map(pipelines.flatMap(({ writes }) => [...writes]))
}

/** The part that writes a topic which somebody reads. */
function writerIn(parts: readonly ChainPart[], topic: string): string | undefined {
  const [writer, other] = parts.filter((part) => writtenBy(part).has(topic))
  if (writer === undefined || other === undefined) return writer?.id
  throw new ConfigError(
    `cut so, '${topic}' would be written by '${writer.id}' and by '${other.id}', and who reads it could not tell their order: cut another pipeline`,
  )
}

/** The same, reading from other writers. */
function readingFrom(
  spec: SubTopology,
  writer: (subTopology: string, topic: string) => string,
): SubTopology {
  const inputs = spec.inputs.map((input) => {
    const from = writerOf(input)
    if (from === undefined || isHop(input)) return input
    return { ...input, from: { subTopology: writer(from, input.topic.name) } }
  })
  const feedback = spec.feedback.map((one) => ({ ...one, from: writer(one.from, one.topic.name) }))
  return { ...spec, inputs, feedback }
}
