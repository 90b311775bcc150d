import type { ChainPath } from './chain-path.ts'
import type { Emitter } from './emitter.ts'
import type { Message } from './message.ts'

/** Where a topic's records enter a pipeline. */
interface Door {
  readonly pipeline: number
  readonly emitter: Emitter<unknown>
}

/**
 * Where topics' records enter the pipelines of a graph. Pipelines of a chain that was cut have a door
 * each: which of them a record went through belongs to the paths of what comes of it.
 */
export class Doors {
  /** Whether anybody wants to know the paths of what the graph does. */
  tracing = false
  private path: ChainPath = []
  /** How many outputs what is being done has given. */
  private outputs = 0
  private readonly byTopic = new Map<string, Door[]>()
  private readonly shared: boolean
  private readonly createEmitter: (id: string) => Emitter<unknown>

  constructor(shared: boolean, createEmitter: (id: string) => Emitter<unknown>) {
    this.shared = shared
    this.createEmitter = createEmitter
  }

  open(topic: string, pipeline: number): Emitter<unknown> {
    const doors = this.of(topic)
    const known = doors.find((door) => this.shared || door.pipeline === pipeline)
    if (known !== undefined) return known.emitter
    const emitter = this.createEmitter(`topic.${topic}${this.shared ? '' : `.${pipeline}`}`)
    doors.push({ pipeline, emitter })
    return emitter
  }

  of(topic: string): Door[] {
    let doors = this.byTopic.get(topic)
    if (doors === undefined) {
      doors = []
      this.byTopic.set(topic, doors)
    }
    return doors
  }

  /** What follows is done on this path. */
  stand(path: ChainPath): void {
    this.path = path
    this.outputs = 0
  }

  /** Of the next output of what is being done. */
  nextPath(): ChainPath {
    return this.tracing ? [...this.path, this.outputs++] : this.path
  }

  enter(doors: readonly Door[], message: Message<unknown>, path: ChainPath): void {
    if (!this.tracing) {
      for (const { emitter } of doors) emitter.next(message)
      return
    }
    const { path: outer, outputs } = this
    for (const { pipeline, emitter } of doors) {
      this.stand([...path, pipeline])
      emitter.next(message)
    }
    this.path = outer
    this.outputs = outputs
  }
}
