import { Observable, type Subscriber } from 'rxjs'
import type { Message } from './message.ts'

/** Where the innermost push of a graph stands, so that a stateless step that throws can be named. */
export interface PushPosition {
  emitter: Emitter<unknown> | undefined
  branch: number
  /** Which of the emitter's pushes it is; a chain that comes back to its emitter makes later ones. */
  pushIndex: number
  /** Set only while a batch is run again: is this push, on this branch, one to leave out? */
  skips:
    | ((emitterId: string, branch: number, pushIndex: number, message: Message<unknown>) => boolean)
    | undefined
}

/**
 * A hot stream inside one task's graph: an RxJS Observable that pushes synchronously to its
 * subscribers in the order in which they came. It counts its pushes since the last commit, so that
 * a failing push can be found again when the batch is run again.
 */
export class Emitter<T> extends Observable<Message<T>> {
  readonly id: string
  /** Pushes since the last commit. */
  pushes = 0
  private readonly subscribers: Subscriber<Message<T>>[]
  private readonly position: PushPosition

  constructor(id: string, position: PushPosition) {
    const subscribers: Subscriber<Message<T>>[] = []
    super((subscriber) => {
      subscribers.push(subscriber)
    })
    this.id = id
    this.subscribers = subscribers
    this.position = position
  }

  next(message: Message<T>): void {
    const { subscribers, position } = this
    const { emitter, branch: outerBranch, pushIndex: outerPushIndex } = position
    const pushIndex = ++this.pushes
    position.emitter = this as Emitter<unknown>
    position.pushIndex = pushIndex
    for (let branch = 0; branch < subscribers.length; branch++) {
      position.branch = branch
      if (position.skips?.(this.id, branch, pushIndex, message)) continue
      subscribers[branch]?.next(message)
    }
    position.emitter = emitter
    position.branch = outerBranch
    position.pushIndex = outerPushIndex
  }
}
