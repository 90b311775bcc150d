import type { Log, SourceLog, WriterCommit } from '../log/log.ts'
import { type DeadLetter, deadLetters, jsonOf } from './dead-letter.ts'
import { ConfigError, PoisonRecordError } from './errors.ts'
import { Lanes, type Stamps } from './lanes.ts'
import { implausibleTime, keyCharactersMax } from './plausible.ts'
import type { Bookmarks, Source, SourceItem, SourceRecord } from './source.ts'
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

/** A record of our own that a run begins with, such as the configuration it runs under. */
export interface Opening {
  readonly topic: Topic<unknown>
  readonly key: string
  readonly value: unknown
}

interface IngestPosition {
  readonly kind: string
  readonly clockMs: number
  readonly nextBeatMs: number
  readonly stamps: Stamps
  readonly counts: { readonly [source: string]: readonly number[] }
  readonly finished: readonly string[]
  /** Absent where no source ever gave one. */
  readonly bookmarks?: { readonly [source: string]: Bookmarks }
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
  private readonly log: SourceLog
  private readonly options: IngestOptions
  private readonly lanes: Lanes
  private counts: number[]
  private readonly otherCounts: { [source: string]: readonly number[] }
  private readonly otherBookmarks: { [source: string]: Bookmarks }
  private bookmarks: { [name: string]: unknown }
  private readonly finished: Set<string>
  private iterator: AsyncIterator<readonly SourceItem[]> | undefined
  /** What the source was asked for and has not given yet. */
  private asked: Promise<IteratorResult<readonly SourceItem[]>> | undefined
  private abandoned = false
  private chunk: readonly SourceItem[] = []
  private at = 0
  /** Taken since the last commit; an abort gives them back. */
  private taken: {
    readonly chunk: readonly SourceItem[]
    readonly from: number
    readonly to: number
  }[] = []
  private committedRecords = 0
  private committedRejects = 0
  /** The item at hand leaps ahead: whether to believe it, a record behind it must tell. */
  private needsNext = false
  private ended = false
  private readonly extra: readonly Topic<unknown>[]
  /** What is still to be written before the next record. */
  private openings: readonly Opening[]
  /** The same as of the last commit, for an abort. */
  private uncommittedOpenings: readonly Opening[]

  constructor(
    source: Source,
    log: SourceLog,
    options: IngestOptions,
    extra: readonly Topic<unknown>[] = [],
    openings: readonly Opening[] = [],
  ) {
    this.openings = openings
    this.uncommittedOpenings = openings
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
    this.otherBookmarks = { ...saved?.bookmarks }
    this.bookmarks = { ...saved?.bookmarks?.[source.id] }
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
    this.lanes = new Lanes(log, [...source.topics, ...extra], saved?.stamps ?? {})
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
    this.iterator ??= this.source.read(this.counts, { ...this.bookmarks })[Symbol.asyncIterator]()
    this.asked ??= this.iterator.next()
    const next = await this.asked
    // Rewound meanwhile: the answer belongs to the ingest that goes on.
    if (this.abandoned) return true
    this.asked = undefined
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
    const rest = this.chunk.slice(this.at)
    this.chunk = rest.length === 0 ? next.value : [...rest, ...next.value]
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
      const witness = this.leaps(item) ? this.witness() : undefined
      if (witness === 'not-yet') {
        this.needsNext = true
        break
      }
      this.take(item, witness)
    }
    if (this.at > from) this.taken.push({ chunk: this.chunk, from, to: this.at })
    return this.at - from
  }

  /** Appends a record of our own, such as a command, at the present clock. */
  inject(topic: Topic<unknown>, key: string, value: unknown): number {
    if (this.clockMs === Number.NEGATIVE_INFINITY) {
      throw new ConfigError(`${topic.name}: this folder has no time yet; start a source first`)
    }
    const lane = this.lanes.of(topic, key)
    if (typeof lane === 'string') throw new ConfigError(`${topic.name}: ${lane}`)
    this.lanes.write(lane, { key, value, timeMs: this.clockMs })
    return this.clockMs
  }

  position(): WriterCommit {
    const position: IngestPosition = {
      kind: this.source.kind,
      clockMs: this.clockMs,
      nextBeatMs: this.nextBeatMs,
      stamps: this.lanes.stamps(),
      counts: { ...this.otherCounts, [this.source.id]: [...this.counts] },
      finished: [...this.finished],
      ...this.savedBookmarks(),
    }
    return { writer: ingestWriter, changes: [], position }
  }

  private savedBookmarks(): Pick<IngestPosition, 'bookmarks'> {
    const { source, otherBookmarks, bookmarks } = this
    const all = { ...otherBookmarks, [source.id]: { ...bookmarks } }
    if (Object.keys(bookmarks).length === 0) delete all[source.id]
    return Object.keys(all).length === 0 ? {} : { bookmarks: all }
  }

  committed(): void {
    this.taken = []
    this.uncommittedOpenings = this.openings
    this.committedRecords = this.records
    this.committedRejects = this.rejects
  }

  /** A new ingest at the last commit, which first takes again what this one took since. */
  rewound(): Ingest {
    const ingest = new Ingest(
      this.source,
      this.log,
      this.options,
      this.extra,
      this.uncommittedOpenings,
    )
    this.abandoned = true
    ingest.iterator = this.iterator
    ingest.asked = this.asked
    const taken = this.taken.flatMap(({ chunk, from, to }) => chunk.slice(from, to))
    ingest.chunk = [...taken, ...this.chunk.slice(this.at)]
    ingest.ended = this.ended
    ingest.records = ingest.committedRecords = this.committedRecords
    ingest.rejects = ingest.committedRejects = this.committedRejects
    return ingest
  }

  /** Lets the source close what it holds open, as soon as it has answered what it was asked. */
  release(): void {
    this.iterator?.return?.().catch(() => undefined)
  }

  private take(item: SourceItem, witness: SourceRecord | undefined): void {
    if (item.kind === 'record') {
      this.enter(item, witness)
      this.counts[item.stream] = (this.counts[item.stream] ?? 0) + 1
    } else if (item.kind === 'beat') {
      if (item.clockMs > this.clockMs) {
        this.clockMs = item.clockMs
        this.lanes.beat(item.clockMs)
      }
    } else if (item.kind === 'bookmark') {
      if (item.value === null) delete this.bookmarks[item.name]
      else this.bookmarks[item.name] = item.value
    } else {
      this.reject(item, item.rule, item.reason, 'raw', item.bytes)
      this.counts[item.stream] = (this.counts[item.stream] ?? 0) + 1
    }
  }

  /** The hottest step of the ingest: nothing is made here for a record that is as it should be. */
  private enter(item: SourceRecord, witness: SourceRecord | undefined): void {
    const lane = this.lanes.of(item.topic, item.key)
    if (typeof lane === 'string') {
      this.bury(item, 'implausible-key', lane)
      return
    }
    const time = this.implausible(item, witness)
    if (time !== undefined) {
      this.bury(item, 'implausible-time', time)
      return
    }
    if (item.eventMs > this.clockMs) this.moveTo(item.eventMs)
    if (this.openings.length > 0) this.open()
    try {
      this.lanes.write(lane, { key: item.key, value: item.value, timeMs: this.clockMs })
      this.records++
    } catch (error) {
      if (!(error instanceof PoisonRecordError)) throw error
      this.bury(item, 'schema', error.message)
    }
  }

  private open(): void {
    const openings = this.openings
    this.openings = []
    for (const { topic, key, value } of openings) this.inject(topic, key, value)
  }

  private bury(item: SourceRecord, rule: string, reason: string): void {
    this.reject(item, rule, reason, 'json', Buffer.from(jsonOf(item.value)))
  }

  /** Moves the clock, with a heartbeat to every partition at the minute that was crossed, and at its grace. */
  private moveTo(eventMs: number): void {
    if (eventMs >= this.nextBeatMs) {
      const { heartbeatMs, heartbeatGraceMs } = this.options
      const lastMs = Math.floor(eventMs / heartbeatMs) * heartbeatMs
      const graceMs = lastMs + heartbeatGraceMs
      if (this.clockMs === Number.NEGATIVE_INFINITY) {
        // Every partition learns at once when time began: no epoch before it is waited for.
        this.lanes.beat(eventMs)
      } else {
        if (lastMs > this.clockMs) this.lanes.beat(lastMs)
        if (eventMs >= graceMs && graceMs > this.clockMs) this.lanes.beat(graceMs)
      }
      this.nextBeatMs = eventMs >= graceMs ? lastMs + heartbeatMs : graceMs
    }
    this.clockMs = eventMs
  }

  private finish(): void {
    if (this.clockMs === Number.NEGATIVE_INFINITY) return
    const { heartbeatMs, closingMs } = this.options
    this.clockMs = Math.ceil(this.clockMs / heartbeatMs) * heartbeatMs + closingMs
    this.lanes.beat(this.clockMs)
    this.nextBeatMs = (Math.floor(this.clockMs / heartbeatMs) + 1) * heartbeatMs
  }

  private implausible(item: SourceRecord, witness: SourceRecord | undefined): string | undefined {
    const { aheadMaxMs, jumpMaxMs } = this.options
    const { eventMs, receiveMs } = item
    const never = implausibleTime(eventMs)
    if (never !== undefined) return never
    if (receiveMs !== null) {
      return eventMs - receiveMs > aheadMaxMs
        ? `event time ${eventMs} is ${eventMs - receiveMs} ms ahead of its receive time; at most ${aheadMaxMs} are believed`
        : undefined
    }
    if (!this.leaps(item)) return undefined
    if (witness !== undefined && witness.eventMs >= eventMs - jumpMaxMs) return undefined
    if (this.clockMs === Number.NEGATIVE_INFINITY && witness === undefined) return undefined
    return `event time ${eventMs} leaps more than ${jumpMaxMs} ms ahead, and the next record does not follow it`
  }

  /** The next record that could be true; rows that cannot be read say nothing about time. */
  private witness(): SourceRecord | 'not-yet' | undefined {
    for (let at = this.at + 1; at < this.chunk.length; at++) {
      const item = this.chunk[at] as SourceItem
      if (item.kind === 'record' && implausibleTime(item.eventMs) === undefined) return item
    }
    return this.ended || this.chunk.length - this.at > witnessItemsMax ? undefined : 'not-yet'
  }

  private leaps(item: SourceItem): boolean {
    if (item.kind !== 'record' || item.receiveMs !== null) return false
    // With no time yet, any first record leaps.
    if (item.eventMs - this.clockMs <= this.options.jumpMaxMs) return false
    return implausibleTime(item.eventMs) === undefined
  }

  private reject(
    item: { readonly stream: number; readonly key: string },
    rule: string,
    reason: string,
    encoding: DeadLetter['encoding'],
    payload: Buffer,
  ): void {
    this.rejects++
    const key = item.key.slice(0, keyCharactersMax)
    const value: DeadLetter = {
      topic: `source:${this.source.id}`,
      partition: item.stream,
      offset: this.counts[item.stream] ?? 0,
      operator: ingestWriter,
      rule,
      reason,
      key,
      encoding,
      payload,
    }
    const timeMs = this.clockMs === Number.NEGATIVE_INFINITY ? 0 : this.clockMs
    const partition = partitionOf(key, this.log.partitions(deadLetters))
    this.log.append(deadLetters, partition, { key, value, timeMs })
  }
}

/** So many items are held at most while a record that could confirm a leap is looked for. */
const witnessItemsMax = 65_536

/** The kind of source that a log belongs to. */
export function savedSourceKind(log: Log): string {
  const saved = log.restore(ingestWriter)?.position as IngestPosition | undefined
  if (saved === undefined)
    throw new ConfigError('this folder has no time yet; start a source first')
  return saved.kind
}
