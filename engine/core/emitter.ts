import { Observable } from 'rxjs'
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

interface Listener<T> {
  next(message: Message<T>): void
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
  private readonly listeners: Listener<T>[]
  private readonly position: PushPosition

  constructor(id: string, position: PushPosition) {
    const listeners: Listener<T>[] = []
    super((subscriber) => {
      listeners.push(subscriber)
    })
    this.id = id
    this.listeners = listeners
    this.position = position
  }

  /**
   * Hands messages straight on, for the graph's own steps, which catch what they throw: it saves the
   * frames of an RxJS subscription on the hottest way there is.
   */
  listen(next: (message: Message<T>) => void): void {
    this.listeners.push({ next })
  }

  next(message: Message<T>): void {
    const { listeners, position } = this
    const { emitter, branch: outerBranch, pushIndex: outerPushIndex } = position
    const pushIndex = ++this.pushes
    position.emitter = this as Emitter<unknown>
    position.pushIndex = pushIndex
    for (let branch = 0; branch < listeners.length; branch++) {
      position.branch = branch
      if (position.skips?.(this.id, branch, pushIndex, message)) continue
      listeners[branch]?.next(message)
    }
    position.emitter = emitter
    position.branch = outerBranch
    position.pushIndex = outerPushIndex
  }
}
