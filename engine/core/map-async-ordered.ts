import type { Observable, OperatorFunction } from 'rxjs'
import { ConfigError } from './errors.ts'
import type { Message } from './message.ts'
import { assertOperatorId } from './operator.ts'
import { currentScope } from './scope.ts'

/**
 * The only way to asynchronous work inside a graph. Results leave in the order of their inputs; the
 * task takes up no later time and no further record of the same key before they have, and no
 * commit happens meanwhile. Up to `concurrencyMax` calls run at once, for different keys of one
 * instant. Not in a sub-topology that takes instants whole.
 * What it returns must be recorded on a topic: it cannot be computed again bit for bit.
 */
export function mapAsyncOrdered<In, Out>(
  id: string,
  run: (value: In, message: Message<In>) => Promise<Out>,
  { concurrencyMax }: { readonly concurrencyMax: number },
): OperatorFunction<Message<In>, Message<Out>> {
  assertOperatorId(id)
  if (!(Number.isInteger(concurrencyMax) && concurrencyMax > 0)) {
    throw new ConfigError(
      `mapAsyncOrdered ${id}: concurrencyMax was ${concurrencyMax}; it must be at least 1`,
    )
  }
  return (source) =>
    currentScope(`mapAsyncOrdered ${id}`).addAsync(
      id,
      concurrencyMax,
      (message) => run(message.value as In, message as Message<In>),
      source,
    ) as Observable<Message<Out>>
}
