import type { Observable } from 'rxjs'
import { ConfigError } from './errors.ts'
import type { Message } from './message.ts'
import type { AnyOperator, OperatorStream } from './operator.ts'
import type { Topic } from './topic.ts'

/** What a graph under construction offers to the operators and pipelines that are being wired. */
export interface BuildScope {
  addOperator(
    definition: AnyOperator,
    inputs: { readonly [name: string]: Observable<Message<unknown>> },
  ): OperatorStream<unknown, unknown>
  addAsync(
    id: string,
    concurrencyMax: number,
    run: (message: Message<unknown>) => Promise<unknown>,
    source: Observable<Message<unknown>>,
  ): Observable<Message<unknown>>
  from(topic: Topic<unknown>): Observable<Message<unknown>>
  to(topic: Topic<unknown>, source: Observable<Message<unknown>>): void
  deadLetter(rule: string, source: Observable<Message<unknown>>): void
}

let current: BuildScope | undefined

/** Runs `build` with `scope` as the graph that operators join; graphs are built one at a time. */
export function withScope<R>(scope: BuildScope, build: () => R): R {
  const outer = current
  current = scope
  try {
    return build()
  } finally {
    current = outer
  }
}

export function currentScope(what: string): BuildScope {
  if (current === undefined) {
    throw new ConfigError(
      `${what} was used outside a pipeline's build; call it where the pipeline is wired`,
    )
  }
  return current
}
