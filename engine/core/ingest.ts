import type { Log, WriterCommit } from '../log/log.ts'
import { type DeadLetter, deadLetters } from './dead-letter.ts'
import { ConfigError } from './errors.ts'
import { heartbeat, type LogRecord } from './message.ts'
import type { Source, SourceItem, SourceRecord } from './source.ts'
import { partitionOf, type Topic } from './topic.ts'

export const ingestWriter = 'ingest'

export interface IngestOptions {
  readonly partitions: number
  /** Distance of heartbeats in a stream of records. */
  readonly heartbeatMs: number
  /** A second heartbeat so long after each of these, so that windows with that grace close at once. */
  readonly heartbeatGraceMs: number
  /** What a bounded source adds behind its last minute: the largest grace + the desk's latency. */
  readonly closingMs: number
  /** An event may be so far ahead of its receive time. */
  readonly aheadMaxMs: number
  /** Without a receive time, an event may be so far ahead of the clock, unless the next one agrees. */
  readonly jumpMaxMs: number
}

interface IngestPosition {
  readonly kind: string
  readonly clockMs: number
  readonly nextBeatMs: number
  readonly stamps: { readonly [topicPartition: string]: number }
  readonly counts: { readonly [source: string]: readonly number[] }
  readonly finished: readonly string[]
}

interface Lane {
  readonly topic: Topic<unknown>
  readonly partition: number
  stampMs: number
}

/**
 * The one writer of stamps and heartbeats. Each record gets `clockMs`, the running maximum of event
 * times and beats over all keys, before it is put into its partition; it never falls.
 */
export class Ingest {
  clockMs = Number.NEGATIVE_INFINITY
  /** Records appended since the start of the process. */
  records = 0
  rejects = 0
  private nextBeatMs = Number.NEGATIVE_INFINITY
  private readonly source: Source
  private readonly log: Log
  private readonly options: IngestOptions
  private readonly lanes = new Map<string, Lane[]>()
  private readonly laneOf = new Map<string, Lane>()
  private counts: number[]
  private readonly otherCounts: { [source: string]: readonly number[] }
  private readonly finished: Set<string>
  private iterator: AsyncIterator<readonly SourceItem[]> | undefined
  private chunk: readonly SourceItem[] = []
  private at = 0
  /** Taken since the last commit; an abort gives them back. */
  private taken: SourceItem[] = []
  /** The item at hand leaps ahead: whether to believe it, the one behind it must tell. */
  private needsNext = false
  private ended = false
  private readonly extra: readonly Topic<unknown>[]

  constructor(
    source: Source,
    log: Log,
    options: IngestOptions,
    extra: readonly Topic<unknown>[] = [],
  ) {
    this.source = source
    this.log = log
    this.options = options
    this.extra = extra
    const saved = log.restore(ingestWriter)?.position as IngestPosition | undefined
    if (saved !== undefined && saved.kind !== source.kind) {
      throw new ConfigError(
        `this data belongs to a ${saved.kind} source and cannot take a ${source.kind} one: use another data folder`,
      )
    }
    this.otherCounts = { ...saved?.counts }
    this.counts = [...(saved?.counts[source.id] ?? new Array<number>(source.streams).fill(0))]
    this.finished = new Set(saved?.finished)
    const fresh = saved?.counts[source.id] === undefined
    if (
      fresh &&
      saved !== undefined &&
      source.firstEventMs !== undefined &&
      source.firstEventMs < saved.clockMs
    ) {
      throw new ConfigError(
        `the source begins at ${new Date(source.firstEventMs).toISOString()}, before this folder's clock (${new Date(saved.clockMs).toISOString()}); time does not run backwards: use another data folder`,
      )
    }
    this.clockMs = saved?.clockMs ?? Number.NEGATIVE_INFINITY
    this.nextBeatMs = saved?.nextBeatMs ?? Number.NEGATIVE_INFINITY
    for (const topic of [...source.topics, ...extra]) {
      const lanes = Array.from({ length: log.partitions(topic) }, (_, partition) => ({
        topic,
        partition,
        stampMs: saved?.stamps[`${topic.name}/${partition}`] ?? Number.NEGATIVE_INFINITY,
      }))
      this.lanes.set(topic.name, lanes)
    }
  }

  get done(): boolean {
    return this.finished.has(this.source.id)
  }

  /** Items of this source that have been taken, since its first start. */
  takenItems(): number {
    return this.counts.reduce((sum, count) => sum + count, 0)
  }

  /** Brings the next items to memory; false when the source has ended. */
  async load(): Promise<boolean> {
    if (this.at < this.chunk.length && !this.needsNext) return true
    if (this.done) return false
    this.iterator ??= this.source.read(this.counts)[Symbol.asyncIterator]()
    const next = await this.iterator.next()
    if (next.done === true && this.needsNext) {
      this.needsNext = false
      this.ended = true
      return true
    }
    if (next.done === true) {
      if (this.source.bounded) this.finish()
      this.finished.add(this.source.id)
      return false
    }
    this.chunk = [...this.chunk.slice(this.at), ...next.value]
    this.at = 0
    this.needsNext = false
    return true
  }

  /** Appends up to `itemsMax` of the loaded items. */
  step(itemsMax: number): number {
    const end = Math.min(this.chunk.length, this.at + itemsMax)
    const from = this.at
    for (; this.at < end; this.at++) {
      const item = this.chunk[this.at] as SourceItem
      const next = this.chunk[this.at + 1]
      if (next === undefined && !this.ended && this.leaps(item)) {
        this.needsNext = true
        break
      }
      this.take(item, next)
      this.taken.push(item)
    }
    return this.at - from
  }

  /** Appends a record of our own, such as a command, at the present clock. */
  inject(topic: Topic<unknown>, key: string, value: unknown): number {
    if (this.clockMs === Number.NEGATIVE_INFINITY) {
      throw new ConfigError(`${topic.name}: this folder has no time yet; start a source first`)
    }
    this.put(topic, key, value, this.clockMs)
    return this.clockMs
  }

  position(): WriterCommit {
    const stamps: { [topicPartition: string]: number } = {}
    for (const lanes of this.lanes.values()) {
      for (const lane of lanes) stamps[`${lane.topic.name}/${lane.partition}`] = lane.stampMs
    }
    const position: IngestPosition = {
      kind: this.source.kind,
      clockMs: this.clockMs,
      nextBeatMs: this.nextBeatMs,
      stamps,
      counts: { ...this.otherCounts, [this.source.id]: [...this.counts] },
      finished: [...this.finished],
    }
    return { writer: ingestWriter, changes: [], position }
  }

  committed(): void {
    this.taken = []
  }

  /** A new ingest at the last commit, which first takes again what this one took since. */
  rewound(): Ingest {
    const ingest = new Ingest(this.source, this.log, this.options, this.extra)
    ingest.iterator = this.iterator
    ingest.chunk = [...this.taken, ...this.chunk.slice(this.at)]
    ingest.ended = this.ended
    return ingest
  }

  private take(item: SourceItem, next: SourceItem | undefined): void {
    if (item.kind === 'record') {
      const reason = this.implausible(item, next)
      if (reason === undefined) {
        if (item.eventMs > this.clockMs) this.moveTo(item.eventMs)
        this.put(item.topic, item.key, item.value, this.clockMs)
        this.records++
      } else {
        this.reject(
          item.key,
          'implausible-time',
          reason,
          Buffer.from(JSON.stringify(item.value)),
          item,
        )
      }
      this.counts[item.stream] = (this.counts[item.stream] ?? 0) + 1
    } else if (item.kind === 'beat') {
      if (item.clockMs > this.clockMs) {
        this.clockMs = item.clockMs
        this.beat(item.clockMs)
      }
    } else {
      this.reject(item.key, item.rule, item.reason, item.bytes, item)
      this.counts[item.stream] = (this.counts[item.stream] ?? 0) + 1
    }
  }

  /** Moves the clock, with a heartbeat to every partition at the minute that was crossed, and at its grace. */
  private moveTo(eventMs: number): void {
    if (eventMs >= this.nextBeatMs) {
      const { heartbeatMs, heartbeatGraceMs } = this.options
      const lastMs = Math.floor(eventMs / heartbeatMs) * heartbeatMs
      const graceMs = lastMs + heartbeatGraceMs
      if (this.clockMs === Number.NEGATIVE_INFINITY) {
        // Every partition learns at once when time began: no epoch before it is waited for.
        this.beat(eventMs)
      } else {
        if (lastMs > this.clockMs) this.beat(lastMs)
        if (eventMs >= graceMs && graceMs > this.clockMs) this.beat(graceMs)
      }
      this.nextBeatMs = eventMs >= graceMs ? lastMs + heartbeatMs : graceMs
    }
    this.clockMs = eventMs
  }

  private beat(timeMs: number): void {
    const record = heartbeat(timeMs)
    for (const lanes of this.lanes.values()) {
      for (const lane of lanes) {
        if (lane.stampMs < timeMs) this.write(lane, record)
      }
    }
  }

  private finish(): void {
    if (this.clockMs === Number.NEGATIVE_INFINITY) return
    const { heartbeatMs, closingMs } = this.options
    this.clockMs = Math.ceil(this.clockMs / heartbeatMs) * heartbeatMs + closingMs
    this.beat(this.clockMs)
    this.nextBeatMs = (Math.floor(this.clockMs / heartbeatMs) + 1) * heartbeatMs
  }

  private put(topic: Topic<unknown>, key: string, value: unknown, timeMs: number): void {
    let lane = this.laneOf.get(topic.name + key)
    if (lane === undefined) {
      const lanes = this.lanes.get(topic.name)
      lane = lanes?.[partitionOf(key, lanes.length)]
      if (lane === undefined)
        throw new ConfigError(`source ${this.source.id} does not declare topic '${topic.name}'`)
      this.laneOf.set(topic.name + key, lane)
    }
    this.write(lane, { key, value, timeMs })
  }

  private write(lane: Lane, record: LogRecord): void {
    lane.stampMs = record.timeMs
    this.log.append(lane.topic, lane.partition, record)
  }

  private implausible(item: SourceRecord, next: SourceItem | undefined): string | undefined {
    const { aheadMaxMs, jumpMaxMs } = this.options
    const { eventMs, receiveMs } = item
    if (!(Number.isSafeInteger(eventMs) && eventMs >= earliestMs && eventMs < latestMs)) {
      return `event time ${eventMs} is not in UTC milliseconds between 2009 and 2100`
    }
    if (receiveMs !== null) {
      return eventMs - receiveMs > aheadMaxMs
        ? `event time ${eventMs} is ${eventMs - receiveMs} ms ahead of its receive time; at most ${aheadMaxMs} are believed`
        : undefined
    }
    if (!this.leaps(item)) return undefined
    if (next?.kind === 'record' && next.eventMs >= eventMs - jumpMaxMs) return undefined
    if (this.clockMs === Number.NEGATIVE_INFINITY && next === undefined) return undefined
    return `event time ${eventMs} leaps more than ${jumpMaxMs} ms ahead, and the next record does not follow it`
  }

  private leaps(item: SourceItem): boolean {
    if (item.kind !== 'record' || item.receiveMs !== null) return false
    return (
      this.clockMs === Number.NEGATIVE_INFINITY ||
      item.eventMs - this.clockMs > this.options.jumpMaxMs
    )
  }

  private reject(
    key: string,
    rule: string,
    reason: string,
    payload: Buffer,
    item: { stream: number },
  ): void {
    this.rejects++
    const value: DeadLetter = {
      topic: `source:${this.source.id}`,
      partition: item.stream,
      offset: this.counts[item.stream] ?? 0,
      operator: ingestWriter,
      rule,
      reason,
      key,
      encoding: 'raw',
      payload,
    }
    const timeMs = this.clockMs === Number.NEGATIVE_INFINITY ? 0 : this.clockMs
    const partition = partitionOf(key, this.log.partitions(deadLetters))
    this.log.append(deadLetters, partition, { key, value, timeMs })
  }
}

/** Before Bitcoin there was nothing to trade. */
const earliestMs = Date.UTC(2009, 0, 3)
const latestMs = Date.UTC(2100, 0, 1)

/** The kind of source that a log belongs to. */
export function savedSourceKind(log: Log): string {
  const saved = log.restore(ingestWriter)?.position as IngestPosition | undefined
  if (saved === undefined) throw new ConfigError('this folder has no time yet; start a source first')
  return saved.kind
}
