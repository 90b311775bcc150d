import type { ClickHouseClient } from '@clickhouse/client'
import { TaskCorruptedError } from '../../engine/core/errors.ts'
import { partitionsOf } from '../../engine/core/topic.ts'
import type { ClusterLink } from '../../engine/log/kafka/cluster-link.ts'
import type { GroupedRunner, GroupMember } from '../../engine/log/kafka/grouped-runner.ts'
import { KafkaReader } from '../../engine/log/kafka/kafka-reader.ts'
import { sinkTasks } from '../../engine/log/kafka/names.ts'
import type { TaskLog } from '../../engine/log/kafka/task-log.ts'
import { BackOff } from './back-off.ts'
import type { BatchLimits } from './batch.ts'
import { Sink } from './sink.ts'
import { kafkaSinkDefaults } from './sink-defaults.ts'
import type { SinkNews } from './sink-news.ts'
import { everyPlace } from './tables.ts'
import { TaskIntents } from './task-intents.ts'
import { Waiter } from './waiter.ts'

export interface SinkTaskOptions extends Pick<BatchLimits, 'rowsMax'> {
  readonly link: ClusterLink
  readonly client: ClickHouseClient
  readonly task: number
  readonly member: GroupMember
  readonly news: SinkNews
}

/** One task of the sinks, as a group gave it to this process: it has its partitions for itself. */
export class SinkTask implements GroupedRunner {
  private readonly options: SinkTaskOptions
  private readonly log: TaskLog
  private readonly intents: TaskIntents
  private readonly waiter = new Waiter()
  private sink: Sink | undefined
  private suspended = false
  private stopping = false

  private constructor(options: SinkTaskOptions, log: TaskLog) {
    this.options = options
    this.log = log
    this.intents = new TaskIntents(log, options.link.options.names, options.member)
  }

  /** From here on who had the task before begins no insert any more. */
  static async start(options: SinkTaskOptions): Promise<SinkTask> {
    return new SinkTask(options, await options.link.takeOver(sinkTasks, options.task))
  }

  async run(): Promise<void> {
    const { client, names, ids, partitions } = this.options.link.options
    // Task n has partition n of what is keyed; task 0 all that is global, too.
    const places = everyPlace((topic) => partitionsOf(topic, partitions)).filter(
      ({ partition }) => partition === this.options.task,
    )
    try {
      const reader = await KafkaReader.connect({
        client,
        names,
        ids,
        partitions: places.map(({ table: { topic }, partition }) => ({ topic, partition })),
      })
      try {
        const { client, news, rowsMax } = this.options
        const { intents } = this
        await this.opened({ ...kafkaSinkDefaults, rowsMax, reader, client, places, news, intents })
        if (this.suspended) void this.sink?.suspend()
        await this.sink?.run()
      } finally {
        await reader.close()
      }
    } finally {
      await this.log.close()
    }
  }

  stop(): void {
    this.stopping = true
    this.waiter.wake()
    this.sink?.end()
  }

  async suspend(): Promise<void> {
    this.suspended = true
    await this.sink?.suspend()
  }

  resume(member: GroupMember): void {
    this.suspended = false
    this.intents.member = member
    this.sink?.resume()
  }

  /** Tables of another log are the only thing that is not waited for. */
  private async opened(options: Parameters<typeof Sink.open>[0]): Promise<void> {
    const { news } = this.options
    const backOff = new BackOff(options.backOffMaxMs)
    while (!this.stopping) {
      try {
        this.sink = await Sink.open(options)
        break
      } catch (error) {
        if (error instanceof TaskCorruptedError) throw error
        news.waiting(backOff, `where the tables of ${news.name} end cannot be found out`, error)
        await this.waiter.wait(backOff.fail())
      }
    }
    if (this.stopping) this.sink?.end()
    news.working(backOff)
  }
}
