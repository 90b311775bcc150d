import { map, Observable, type OperatorFunction } from 'rxjs'
import type { Message } from './message.ts'

/**
 * Synchronous flatMap: each record becomes none, one or several, in the order given, at the same
 * time. Stateless; RxJS's own `mergeMap` would let asynchronous work slip past the commit.
 */
export function flatMap<In, Out>(
  project: (value: In, message: Message<In>) => Iterable<Out>,
): OperatorFunction<Message<In>, Message<Out>> {
  return (source) =>
    new Observable((subscriber) =>
      source
        // Taken whole here, so that a generator that throws half-way fails like any other step.
        .pipe(map((message) => ({ message, values: whole(project(message.value, message)) })))
        .subscribe({
          next({ message, values }) {
            for (const value of values) {
              subscriber.next({ key: message.key, value, timeMs: message.timeMs })
            }
          },
          error: (error) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
    )
}

function whole<Out>(values: Iterable<Out>): readonly Out[] {
  return Array.isArray(values) ? values : [...values]
}

/** Stateless map of the value; key and time stay. */
export function mapValue<In, Out>(
  project: (value: In, message: Message<In>) => Out,
): OperatorFunction<Message<In>, Message<Out>> {
  return map((message) => ({
    key: message.key,
    value: project(message.value, message),
    timeMs: message.timeMs,
  }))
}

/** Gives every record the same key, for a sub-topology of one task. */
export function rekey<T>(key: string): OperatorFunction<Message<T>, Message<T>> {
  return map((message) => ({ key, value: message.value, timeMs: message.timeMs }))
}
