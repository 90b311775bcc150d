import type { MonoTypeOperatorFunction, Observable } from 'rxjs'
import type { Message } from './message.ts'
import { type BuildScope, withScope } from './scope.ts'
import type { Topic } from './topic.ts'

/** What a pipeline's `build` wires with. */
export interface PipelineKit {
  /** The records of a topic: read from the log, or straight from the fused pipeline that writes it. */
  from<T>(topic: Topic<T>): Observable<Message<T>>
  /** Writes to a topic and passes the records on. */
  to<T>(topic: Topic<T>): MonoTypeOperatorFunction<Message<T>>
  /** Sends records to the dead letters, under a rule's name. */
  deadLetter(rule: string): (source: Observable<Message<unknown>>) => void
}

/** From topics, through operators, to topics. Wiring and numbers only. */
export interface Pipeline {
  readonly id: string
  build(kit: PipelineKit): void
}

export function definePipeline(pipeline: Pipeline): Pipeline {
  return pipeline
}

export function buildPipeline(pipeline: Pipeline, scope: BuildScope): void {
  withScope(scope, () =>
    pipeline.build({
      from: <T>(topic: Topic<T>) => scope.from(topic) as Observable<Message<T>>,
      to: (topic) => (source) => {
        scope.to(topic, source)
        return source
      },
      deadLetter: (rule) => (source) => scope.deadLetter(rule, source),
    }),
  )
}
