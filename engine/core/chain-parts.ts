import { ConfigError } from './errors.ts'
import type { WiredPipeline } from './graph.ts'

/** Pipelines of a chain that is cut which run together. */
export interface ChainPart {
  readonly id: string
  readonly pipelines: readonly WiredPipeline[]
}

/**
 * Parts a chain's pipelines: each that is cut out is alone; each other one is in the first part in which all
 * its inputs are there, and what reads from a cut one, straight or not, has to be behind it. Parts come in
 * the order in which data flows; the first of the rest keeps the chain's id.
 */
export function partChain(
  chain: string,
  pipelines: readonly WiredPipeline[],
  cut: ReadonlySet<string>,
): readonly ChainPart[] {
  const needs = new Map(pipelines.map((one) => [one, neededBy(one, pipelines)]))
  const depths = depthsOf(needs, cut)
  const parts: ChainPart[] = []
  let rests = 0
  for (let depth = 0; depth <= Math.max(...depths.values()); depth++) {
    const here = pipelines.filter((one) => depths.get(one) === depth)
    const rest = here.filter(({ id }) => !cut.has(id))
    if (rest.length > 0) {
      rests++
      parts.push({ id: rests === 1 ? chain : `${chain}-${rests}`, pipelines: rest })
    }
    for (const one of here) if (cut.has(one.id)) parts.push({ id: one.id, pipelines: [one] })
  }
  for (const part of parts) assertTogether(part, needs)
  return parts
}

/** How many cuts lie before each pipeline. */
function depthsOf(needs: Needs, cut: ReadonlySet<string>): ReadonlyMap<WiredPipeline, number> {
  for (const one of needs.keys()) {
    if (!cut.has(one.id) || !behind(one, needs).has(one)) continue
    throw new ConfigError(
      `'${one.id}' reads what comes of what it writes: it cannot be cut out of the chain, for its task would wait for itself`,
    )
  }
  const depths = new Map([...needs.keys()].map((one) => [one, 0]))
  for (let settled = false; !settled; ) {
    settled = true
    for (const [one, needed] of needs) {
      const least = needed.map(
        (other) => (depths.get(other) ?? 0) + (cut.has(other.id) && !cut.has(one.id) ? 1 : 0),
      )
      const depth = Math.max(0, ...least)
      if (depth === depths.get(one)) continue
      depths.set(one, depth)
      settled = false
    }
  }
  return depths
}

type Needs = ReadonlyMap<WiredPipeline, readonly WiredPipeline[]>

function neededBy(one: WiredPipeline, all: readonly WiredPipeline[]): readonly WiredPipeline[] {
  return all.filter(
    (other) => other !== one && [...one.reads].some((topic) => other.writes.has(topic)),
  )
}

/** Everything that a pipeline needs, straight or not. */
function behind(one: WiredPipeline, needs: Needs): ReadonlySet<WiredPipeline> {
  const found = new Set<WiredPipeline>()
  const look = (at: WiredPipeline): void => {
    for (const other of needs.get(at) ?? []) {
      if (found.has(other)) continue
      found.add(other)
      look(other)
    }
  }
  look(one)
  return found
}

/** A part takes a record once, for all its pipelines: none that it needs may have taken it between them. */
function assertTogether({ pipelines }: ChainPart, needs: Needs): void {
  const needed = new Set(pipelines.flatMap((one) => [...behind(one, needs)]))
  for (const topic of new Set(pipelines.flatMap(({ reads }) => [...reads]))) {
    const readers = pipelines.filter(({ reads }) => reads.has(topic))
    const first = readers[0] as WiredPipeline
    const last = readers[readers.length - 1] as WiredPipeline
    for (const { id, at, reads } of needed) {
      if (at < first.at || at > last.at || !reads.has(topic) || readers.some((r) => r.at === at))
        continue
      throw new ConfigError(
        `cut so, '${first.id}' and '${last.id}' would take '${topic}' together, but the chain gives it to '${id}' between them: declare '${first.id}' behind '${id}', or cut another pipeline`,
      )
    }
  }
}
