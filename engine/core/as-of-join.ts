import type { Observable } from 'rxjs'
import type { Message } from './message.ts'
import { defineJoin, type OperatorStream } from './operator.ts'

export interface AsOfJoinOptions<Left, Right, Out> {
  readonly id: string
  /** A right record that old, or older, in source-clock time, counts as absent. */
  readonly staleAfterMs: number
  readonly join: (left: Left, right: Right | undefined, ageMs: number | undefined) => Out
}

/**
 * Joins each left record with the newest right record of its key that was in effect by then: never
 * a later one, never one that has reached `staleAfterMs`.
 */
export function asOfJoin<Left, Right, Out>({
  id,
  staleAfterMs,
  join,
}: AsOfJoinOptions<Left, Right, Out>): (streams: {
  readonly left: Observable<Message<Left>>
  readonly right: Observable<Message<Right>>
}) => OperatorStream<Out, Left | Right> {
  return defineJoin<{ right: Right; left: Left }, Out, { value: Right; sinceMs: number }>({
    id,
    version: 1,
    ttlMs: staleAfterMs,
    on: {
      right(value, context) {
        context.store.put({ value, sinceMs: context.timeMs })
      },
      left(value, context) {
        const right = context.store.get()
        context.emit(join(value, right?.value, right && context.timeMs - right.sinceMs))
      },
    },
  })
}
