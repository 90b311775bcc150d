import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { type DeadLetter, deadLetters } from '../../core/dead-letter.ts'
import { StreamError } from '../../core/errors.ts'
import { Ingest, type IngestOptions, ingestWriter, type Opening } from '../../core/ingest.ts'
import type { Source } from '../../core/source.ts'
import { partitionOf, type Topic } from '../../core/topic.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { KafkaObserver } from './kafka-metrics.ts'
import type { Reading } from './read-buffers.ts'
import { commandsFor, refusedCommand, type SentCommand, type SentRubbish } from './sent-commands.ts'
import type { TaskLog } from './task-log.ts'

export interface IngestRunnerOptions {
  readonly link: ClusterLink
  readonly source: Source
  readonly ingest: Omit<IngestOptions, 'partitions'>
  /** Topics that commands enter by; stamped by the ingest. */
  readonly commandTopics?: readonly Topic<unknown>[]
  /** What the run begins with, on the command topics. */
  readonly openings?: readonly Opening[]
  readonly batch: number
  readonly commitEvents: number
  readonly commitMs: number
  /** The first time behind another from which on tasks may wait for a stamp. */
  readonly deadlineBehind: (timeMs: number) => number
  readonly observer?: KafkaObserver
  readonly checkpoints?: Checkpoints
}

/** What the ingest commits of itself, beside what `Ingest` does: how far it has taken what was sent to it. */
interface CommandsPosition {
  readonly commandsTo: number
}

/** Runs the one ingest of an application: records, stamps and the source's position in one transaction. */
export class IngestRunner {
  readonly ingest: Ingest
  commits = 0
  private readonly options: IngestRunnerOptions
  private readonly log: TaskLog
  private readonly sent: Reading<SentCommand | SentRubbish>
  private commandsTo: number
  /** The source clock as of the last commit. */
  private committedClockMs: number
  private uncommitted = 0
  private committedMs = performance.now()
  private stopping = false
  private wake: () => void = () => undefined

  private constructor(
    options: IngestRunnerOptions,
    log: TaskLog,
    sent: Reading<SentCommand | SentRubbish>,
    commandsTo: number,
  ) {
    this.options = options
    this.log = log
    this.sent = sent
    this.commandsTo = commandsTo
    const { source, ingest, link, commandTopics, openings } = options
    const { partitions } = link.options
    this.ingest = new Ingest(source, log, { ...ingest, partitions }, commandTopics, openings)
    this.committedClockMs = this.ingest.clockMs
  }

  static async start(options: IngestRunnerOptions): Promise<IngestRunner> {
    const { link, source, commandTopics = [] } = options
    const { names, ids } = link.options
    const log = await link.takeOver(ingestWriter, 0, options)
    let sent: Reading<SentCommand | SentRubbish> | undefined
    try {
      const saved = log.restore()?.position as CommandsPosition | undefined
      const { start } = await link.fetcher.bounds(names.commands, 0)
      // What nobody took in a week is gone.
      const commandsTo = Math.max(saved?.commandsTo ?? 0, start)
      const decode = commandsFor([...commandTopics, ...source.topics], names.commands, ids)
      sent = await link.buffers.open(names.commands, 0, commandsTo, decode)
      return new IngestRunner(options, log, sent, commandsTo)
    } catch (error) {
      sent?.close()
      await log.close()
      throw error
    }
  }

  /** Runs until the source has ended, or until `stop`. */
  async run(): Promise<void> {
    const { buffers } = this.options.link
    try {
      let loading: Promise<boolean> | undefined
      while (!this.stopping) {
        if (buffers.failure !== undefined) throw buffers.failure
        const arrival = buffers.arrival()
        if (this.obey()) await this.commit()
        loading ??= this.ingest.load()
        const got = await this.next(loading, arrival)
        if (got === 'woken') {
          if (this.due()) await this.commit()
          continue
        }
        loading = undefined
        if (!got) {
          await this.commit()
          if (this.options.source.bounded) break
          continue
        }
        this.uncommitted += this.ingest.step(this.options.batch)
        if (this.due()) {
          await this.commit()
          await yieldToEvents()
        }
      }
      await this.commit()
    } finally {
      this.ingest.release()
      this.sent.close()
      await this.log.close()
    }
  }

  stop(): void {
    this.stopping = true
    this.wake()
  }

  /** Takes what was sent, at the present clock; true where there was anything. Before there is a time it waits. */
  private obey(): boolean {
    if (this.ingest.clockMs === Number.NEGATIVE_INFINITY) return false
    let took = false
    for (const sent of this.sent.fetch(this.commandsTo)) {
      if ('rubbish' in sent) this.bury(sent.rubbish)
      else this.take(sent)
      this.commandsTo = sent.offset + 1
      this.uncommitted++
      took = true
    }
    return took
  }

  private take(sent: SentCommand): void {
    try {
      this.ingest.inject(sent.topic, sent.key, sent.value)
    } catch (error) {
      if (!(error instanceof StreamError)) throw error
      const { names } = this.options.link.options
      this.bury(refusedCommand(sent, names.commands, error))
    }
  }

  private bury(letter: DeadLetter): void {
    const { log } = this
    const { key } = letter
    const timeMs = this.ingest.clockMs
    log.append(deadLetters, partitionOf(key, log.partitions(deadLetters)), {
      key,
      value: letter,
      timeMs,
    })
  }

  /** The source's next items, or that something else wants to be done first. */
  private next(loading: Promise<boolean>, arrival: Promise<void>): Promise<boolean | 'woken'> {
    let timer: NodeJS.Timeout | undefined
    const woken = new Promise<'woken'>((resolve) => {
      this.wake = () => resolve('woken')
      void arrival.then(this.wake)
      if (this.stopping) resolve('woken')
      if (this.uncommitted === 0) return
      const leftMs = this.options.commitMs - (performance.now() - this.committedMs)
      timer = setTimeout(() => resolve('woken'), Math.max(0, leftMs))
    })
    return Promise.race([loading, woken]).finally(() => clearTimeout(timer))
  }

  private due(): boolean {
    const { commitEvents, commitMs } = this.options
    if (this.uncommitted === 0) return false
    // A window may close by it, or a decision fall: tasks are told at once, where the source is not far behind.
    const { committedClockMs, ingest } = this
    const { source, deadlineBehind } = this.options
    if (!source.bounded && ingest.clockMs >= deadlineBehind(committedClockMs)) return true
    return this.uncommitted >= commitEvents || performance.now() - this.committedMs >= commitMs
  }

  private async commit(): Promise<void> {
    const { log } = this
    if (this.uncommitted === 0 && log.pendingRecords === 0) return
    const startedMs = performance.now()
    const { changes, position } = this.ingest.position()
    const { commandsTo } = this
    await log.commit({ changes, position: { ...(position as object), commandsTo } })
    this.ingest.committed()
    this.sent.release(commandsTo)
    this.committedClockMs = this.ingest.clockMs
    this.uncommitted = 0
    this.commits++
    this.committedMs = performance.now()
    this.options.observer?.committed((this.committedMs - startedMs) / 1_000)
  }
}
