import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { type Command, CommandQueue } from '../../core/command-queue.ts'
import { Ingest, type IngestOptions, ingestWriter, type Opening } from '../../core/ingest.ts'
import type { Source } from '../../core/source.ts'
import type { Topic } from '../../core/topic.ts'
import type { ClusterLink, TakenTask } from './cluster-link.ts'

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
}

/** Runs the one ingest of an application: records, stamps and the source's position in one transaction. */
export class IngestRunner {
  readonly ingest: Ingest
  private readonly options: IngestRunnerOptions
  private readonly taken: TakenTask
  private readonly commands = new CommandQueue(() => this.wake())
  private uncommitted = 0
  private committedMs = performance.now()
  private stopping = false
  private wake: () => void = () => undefined

  private constructor(options: IngestRunnerOptions, taken: TakenTask) {
    this.options = options
    this.taken = taken
    const { source, ingest, link, commandTopics, openings } = options
    const { partitions } = link.options
    this.ingest = new Ingest(source, taken.log, { ...ingest, partitions }, commandTopics, openings)
  }

  static async start(options: IngestRunnerOptions): Promise<IngestRunner> {
    const taken = await options.link.takeOver(ingestWriter, 0)
    try {
      return new IngestRunner(options, taken)
    } catch (error) {
      await taken.producer.close()
      throw error
    }
  }

  /** Runs until the source has ended, or until `stop`. */
  async run(): Promise<void> {
    try {
      let loading: Promise<boolean> | undefined
      while (!this.stopping) {
        for (const command of this.commands.take()) await this.obey(command)
        loading ??= this.ingest.load()
        const got = await this.next(loading)
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
      this.commands.close()
      await this.taken.producer.close()
    }
  }

  stop(): void {
    this.stopping = true
    this.wake()
  }

  /** Appends a record of a command at the present clock; resolves when it is committed. */
  inject(topic: Topic<unknown>, key: string, value: unknown): Promise<number> {
    return this.commands.put(topic, key, value)
  }

  private async obey({ topic, key, value, done, refuse }: Command): Promise<void> {
    let stampMs: number
    try {
      stampMs = this.ingest.inject(topic, key, value)
    } catch (error) {
      refuse(error)
      return
    }
    this.uncommitted++
    try {
      await this.commit()
    } catch (error) {
      refuse(error)
      throw error
    }
    done(stampMs)
  }

  /** The source's next items, or that something else wants to be done first. */
  private next(loading: Promise<boolean>): Promise<boolean | 'woken'> {
    let timer: NodeJS.Timeout | undefined
    const woken = new Promise<'woken'>((resolve) => {
      this.wake = () => resolve('woken')
      if (this.stopping || this.commands.waiting) resolve('woken')
      if (this.uncommitted === 0) return
      const leftMs = this.options.commitMs - (performance.now() - this.committedMs)
      timer = setTimeout(() => resolve('woken'), Math.max(0, leftMs))
    })
    return Promise.race([loading, woken]).finally(() => clearTimeout(timer))
  }

  private due(): boolean {
    const { commitEvents, commitMs } = this.options
    if (this.uncommitted === 0) return false
    return this.uncommitted >= commitEvents || performance.now() - this.committedMs >= commitMs
  }

  private async commit(): Promise<void> {
    const { log } = this.taken
    if (this.uncommitted === 0 && log.pendingRecords === 0) return
    const { changes, position } = this.ingest.position()
    await log.commit({ changes, position })
    this.ingest.committed()
    this.uncommitted = 0
    this.committedMs = performance.now()
  }
}
