import type { Topic } from '../../core/topic.ts'

/** The tasks that write what the topics hold to somewhere outside Kafka; called as if they were a sub-topology's. */
export const sinkTasks = 'sinks'

/**
 * How everything of one application is called on a cluster that several share. `app` is its topic prefix,
 * without the dot behind it; empty: none. Each replay is an application of its own.
 */
export class KafkaNames {
  readonly app: string

  constructor(app: string) {
    this.app = app
  }

  /** What stands before each name. */
  get prefix(): string {
    return this.app === '' ? '' : `${this.app}.`
  }

  topic({ name }: Pick<Topic<unknown>, 'name'>): string {
    return `${this.prefix}${name}`
  }

  /** States and positions of a sub-topology's tasks: task n in partition n. */
  changelog(subTopology: string): string {
    return `${this.prefix}_changelog.${subTopology}`
  }

  /** How far a sub-topology's tasks are, and which outputs belong to that: task n in partition n. */
  watermarks(subTopology: string): string {
    return `${this.prefix}_watermarks.${subTopology}`
  }

  /** Where anybody puts what is to enter by the ingest; the ingest stamps it and moves it to its topic. */
  get commands(): string {
    return `${this.prefix}_commands`
  }

  /** What each schema id of a topic meant when it was first written with. */
  get schemaIds(): string {
    return `${this.prefix}_schema-ids`
  }

  /** What all processes of the application must agree on. */
  get identity(): string {
    return `${this.prefix}_identity`
  }

  /** Whoever opens it owns the task; the one before is fenced (KIP-98). */
  transactionalId(subTopology: string, partition: number): string {
    return `${this.owner}${subTopology}.${partition}`
  }

  /** The consumer group whose members share the tasks of a sub-topology. */
  group(subTopology: string): string {
    return `${this.owner}${subTopology}`
  }

  /** 'market' alone could be anybody's. */
  private get owner(): string {
    return this.app === '' ? 'alphapulse.' : this.prefix
  }
}
