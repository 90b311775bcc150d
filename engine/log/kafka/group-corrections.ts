import { setTimeout as sleep } from 'node:timers/promises'
import { anotherShape, privateModule } from './private-module.ts'

/** Which generation of its group a consumer's member is in, by member id; undefined: of no member here. */
export function generationOf(memberId: string): number | undefined {
  return generations.get(memberId)
}

const generations = new Map<string, number>()

/** What an assigner has beside kafkajs's own methods, where its member only belongs to the group and reads nothing. */
export interface JoinListener {
  /**
   * kafkajs has no callback for 'the group is about to take partitions away' (#916). The member joins the
   * group anew when the promise has settled, and until then keeps what it holds. In the meantime it sends
   * no heartbeats.
   * `memberId`: as which it joins; undefined: as a new one, for the group knows it no longer. */
  beforeJoin(memberId: string | undefined): Promise<void>
  /**
   * As which member a new consumer joins at first. Where the one before broke without a word to the group,
   * a stranger would have to wait until the group misses it; the same member need not.
   */
  formerMemberId(): string | undefined
}

interface Group {
  memberId: string | null
  generationId: number
  coordinator: unknown
  /** `maxWaitTimeInMs` of its consumer. */
  readonly maxWaitTime: number
  readonly groupId: string
  readonly assigners: readonly Partial<JoinListener>[]
  readonly cluster: { findGroupCoordinator(of: { groupId: string }): Promise<unknown> }
}

type Step = (this: Group) => Promise<void>
type Fetch = (this: Group, nodeId: string) => Promise<readonly unknown[]>
type Heartbeat = (this: Group, options: { readonly interval: number }) => Promise<void>

/** What a member of a group does wrong, and what it does not tell. */
export function correctGroup(): void {
  const name = 'consumer/consumerGroup'
  const { prototype } = privateModule(
    name,
    (loaded) => typeof (loaded as { prototype?: Group } | undefined)?.prototype === 'object',
  ) as { readonly prototype: { [method: string | symbol]: unknown } }
  const methodOf = (found: string | symbol | undefined): { readonly key: string | symbol } => {
    if (found === undefined || typeof prototype[found] !== 'function') throw anotherShape(name)
    return { key: found }
  }
  const symbolOf = (description: string): symbol | undefined =>
    Object.getOwnPropertySymbols(prototype).find((symbol) => symbol.description === description)
  const join = methodOf(symbolOf('private:ConsumerGroup:join')).key
  const sync = methodOf(symbolOf('private:ConsumerGroup:sync')).key
  const fetch = methodOf('fetch').key
  const heartbeat = methodOf('heartbeat').key
  prototype[join] = asking(prototype[join] as Step)
  prototype[sync] = recording(prototype[sync] as Step)
  prototype[fetch] = resting(prototype[fetch] as Fetch)
  prototype[heartbeat] = following(prototype[heartbeat] as Heartbeat)
}

function asking(join: Step): Step {
  const introduced = new WeakSet<Group>()
  return async function (): Promise<void> {
    for (const assigner of this.assigners) {
      if (!introduced.has(this)) this.memberId ??= assigner.formerMemberId?.() ?? null
      introduced.add(this)
      await assigner.beforeJoin?.(this.memberId ?? undefined)
    }
    await join.call(this)
  }
}

/** kafkajs tells its listeners who joined, but not in which generation; from here on they can ask. */
function recording(sync: Step): Step {
  const known = new WeakMap<Group, string>()
  return async function (): Promise<void> {
    await sync.call(this)
    const memberId = this.memberId ?? ''
    const before = known.get(this)
    if (before !== undefined && before !== memberId) generations.delete(before)
    known.set(this, memberId)
    generations.set(memberId, this.generationId)
  }
}

/**
 * Before each turn kafkajs asks for the offsets of what a member was given, also where all of it is paused. A
 * leader that was only just elected answers that it is none, and on that kafkajs joins the group anew, so
 * that all of it is shared out once more. A member that reads nothing needs no offsets, and so asks for none.
 */
function resting(fetch: Fetch): Fetch {
  return async function (nodeId): Promise<readonly unknown[]> {
    if (this.assigners.every(({ beforeJoin }) => beforeJoin === undefined))
      return fetch.call(this, nodeId)
    await sleep(this.maxWaitTime)
    return []
  }
}

/**
 * Where the group's coordinator is gone, kafkajs goes on sending heartbeats to where it was, or joins anew,
 * until it gives the membership up. The group lives on with another broker, or with the same one in a
 * moment, and still knows the member: there the heartbeat goes.
 */
function following(heartbeat: Heartbeat): Heartbeat {
  return async function (options): Promise<void> {
    const startMs = performance.now()
    let away: Error | undefined
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, lastWaitMs)) {
      try {
        if (away !== undefined)
          this.coordinator = await this.cluster.findGroupCoordinator({ groupId: this.groupId })
        await heartbeat.call(this, options)
        return
      } catch (error) {
        if (!isAway(error as Error)) throw error
        away ??= error as Error
        if (performance.now() - startMs > outageMs) throw away
      }
      await sleep(waitMs)
    }
  }
}

const firstWaitMs = 10
const lastWaitMs = 500
/** As long as a broker takes to come back; with the last attempt it may be twice as long. */
const outageMs = 15_000

function isAway({ name, type }: Error & { readonly type?: string }): boolean {
  return awayNames.has(name) || (type !== undefined && awayTypes.has(type))
}

const awayNames = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSGroupCoordinatorNotFound',
])
const awayTypes = new Set([
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
])
