import { privateModule } from './private-module.ts'

interface Cluster {
  findGroupCoordinator(options: CoordinatorOptions): Promise<object>
}

interface CoordinatorOptions {
  readonly groupId: string
  /** 0: of a group; 1: of a transactional id. */
  readonly coordinatorType?: number
}

interface Found {
  readonly cluster: Cluster
  readonly broker: Promise<object>
  readonly atMs: number
}

const ofTransactions = 1

/** A commit takes some 5 ms; one that is refused for a coordinator that has moved asks anew when it tries again. */
const knownForMs = 50

/** By transactional id. */
const found = new Map<string, Found>()

/**
 * A commit begins. Its first request right behind the last commit's would be refused, because that is not written
 * through yet, and wait: the search takes just the time.
 */
export function searchCoordinatorAnew(transactionalId: string): void {
  found.delete(transactionalId)
}

/**
 * kafkajs asks which broker coordinates a transaction before each of its three to five requests, a fifth of all
 * that an idle task asks. Here one answer serves the rest of the commit.
 */
export function correctCoordinatorSearch(): void {
  const { prototype } = privateModule(
    'cluster/index',
    (loaded) =>
      typeof (loaded as { prototype?: Cluster } | undefined)?.prototype?.findGroupCoordinator ===
      'function',
  ) as { readonly prototype: Cluster }
  prototype.findGroupCoordinator = knowingForAWhile(prototype.findGroupCoordinator, () =>
    performance.now(),
  )
}

export function knowingForAWhile(
  find: Cluster['findGroupCoordinator'],
  nowMs: () => number,
): Cluster['findGroupCoordinator'] {
  return function (this: Cluster, options): Promise<object> {
    const { groupId, coordinatorType } = options
    if (coordinatorType !== ofTransactions) return find.call(this, options)
    const known = found.get(groupId)
    // Two owners of one id may be in one process, with a client each.
    if (known?.cluster === this && nowMs() - known.atMs < knownForMs) return known.broker
    const broker = find.call(this, options)
    found.set(groupId, { cluster: this, broker, atMs: nowMs() })
    broker.catch(() => searchCoordinatorAnew(groupId))
    return broker
  }
}
