import type { Topic } from '../../core/topic.ts'

/**
 * How everything of one application is called on a cluster. `app` is its topic prefix with its dot, or
 * empty: several may share a cluster, and each replay is one of its own.
 */
export class KafkaNames {
  readonly app: string

  constructor(app: string) {
    this.app = app
  }

  topic({ name }: Topic<unknown>): string {
    return `${this.app}${name}`
  }

  /** States and positions of a sub-topology's tasks: task n in partition n. */
  changelog(subTopology: string): string {
    return `${this.app}_changelog.${subTopology}`
  }

  /** How far a sub-topology's tasks are, and which outputs belong to that: task n in partition n. */
  watermarks(subTopology: string): string {
    return `${this.app}_watermarks.${subTopology}`
  }

  /** Whoever opens it again fences the task's owner before. */
  transactionalId(subTopology: string, partition: number): string {
    return `${this.prefix}${subTopology}.${partition}`
  }

  group(subTopology: string): string {
    return `${this.prefix}${subTopology}`
  }

  /** Groups and transactional ids share a cluster with everybody else's: without a prefix they get a name all the same. */
  private get prefix(): string {
    return this.app === '' ? 'alphapulse.' : this.app
  }
}
