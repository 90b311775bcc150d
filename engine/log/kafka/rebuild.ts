import { ConfigError } from '../../core/errors.ts'
import type { SubTopology } from '../../core/sub-topology.ts'
import type { TaskPosition } from '../../core/task.ts'
import type { StoreChange, StoreEntry } from '../../state/store.ts'
import { timerOwner, timerStore } from '../../state/timers.ts'
import type { ClusterLink } from './cluster-link.ts'
import { recompute } from './recompute.ts'

export interface RebuildOptions {
  readonly link: ClusterLink
  readonly spec: SubTopology
  readonly partition: number
  /** Its id. */
  readonly operator: string
  /** From when on its history counts; left out: from the oldest record that is kept. */
  readonly fromMs: number | undefined
  readonly onProgress: (timeMs: number) => void
}

export interface Rebuilt {
  /** Slots of its store and its timers: before, and now. */
  readonly before: number
  readonly now: number
  /** Up to where the history was gone through. */
  readonly untilMs: number
}

/**
 * Gives one operator of a task the state that it would have, had it run from a time on: all other states, the
 * offsets and what was written stay as they are. The task must not run; it is fenced. Undefined where the task
 * has not begun. One transaction: all of the new state, or the old one.
 */
export async function rebuildOperator(options: RebuildOptions): Promise<Rebuilt | undefined> {
  const { link, spec, partition, operator, fromMs, onProgress } = options
  const { fetcher } = link
  const { names } = link.options
  const log = await link.takeOver(spec.id, partition)
  try {
    const saved = log.restore()
    if (saved === undefined) return undefined
    const { nowMs, offsets } = saved.position as TaskPosition
    const feedback = new Set(spec.feedback.map(({ topic }) => topic.name))
    const { changes } = await recompute({
      link,
      spec,
      partition,
      untilMs: nowMs,
      onProgress,
      stretchOf: async (topic, of) => {
        const name = names.topic(topic)
        const { start } = await fetcher.bounds(name, of)
        // What came back from others counts from the beginning: it may still be in force.
        const isOld = fromMs === undefined || feedback.has(topic.name)
        const from = isOld ? start : Math.max(start, await fetcher.offsetAt(name, of, fromMs))
        return { from, to: offsets[`${topic.name}/${of}`] ?? 0 }
      },
    })
    const mine = changes.filter((change) => change.bytes !== null && isOf(change, operator))
    const old = [...saved.state].filter((entry) => isOf(entry, operator))
    const kept = new Set(mine.map(placeOf))
    const gone = old
      .filter((entry) => !kept.has(placeOf(entry)))
      .map(({ store, key, slot }): StoreChange => ({ store, key, slot, bytes: null }))
    await log.commit({ changes: [...mine, ...gone], position: saved.position })
    return { before: old.length, now: mine.length, untilMs: nowMs }
  } finally {
    await log.close()
  }
}

/** The sub-topology of an operator. Throws ConfigError that names the operators there are. */
export function ownerOf(
  operator: string,
  stores: readonly { readonly id: string; readonly stores: readonly string[] }[],
): string {
  const found = stores.find((one) => one.stores.some((store) => operatorOf(store) === operator))
  if (found !== undefined) return found.id
  const known = stores.flatMap((one) => one.stores.map(operatorOf)).join(', ')
  throw new ConfigError(`there is no operator '${operator}' with a state; there are ${known}`)
}

function isOf(entry: Pick<StoreEntry, 'store' | 'key'>, operator: string): boolean {
  const store = entry.store === timerStore ? timerOwner(entry).store : entry.store
  return operatorOf(store) === operator
}

/** Of a store's name, `sub-topology.id.vN`. */
function operatorOf(store: string): string {
  return /^.*\.([^.]+)\.v\d+$/.exec(store)?.[1] ?? store
}

function placeOf({ store, key, slot }: Pick<StoreEntry, 'store' | 'key' | 'slot'>): string {
  return JSON.stringify([store, key, slot])
}
