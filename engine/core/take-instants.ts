import type { InputCursor } from './input.ts'
import type { LogRecord, Message } from './message.ts'
import type { Task } from './task.ts'

/** Takes all records of one time together, in the order (rank, tie-break). */
export function takeInstants(task: Task, eventsMax: number): void {
  const { graph, spec } = task
  const end = task.events + eventsMax
  for (;;) {
    let frontier = Number.POSITIVE_INFINITY
    let nextMs = graph.timers.nextMs()
    for (const input of task.inputs) {
      input.lookAhead()
      const head = input.head()
      frontier = Math.min(frontier, input.reachedMs + input.spec.delayMs)
      if (head !== undefined) nextMs = Math.min(nextMs, head.timeMs + input.spec.delayMs)
    }
    if (graph.failure !== undefined || graph.pending.length > 0) return
    const done = nextMs >= frontier
    task.publish(done ? frontier : nextMs)
    if (done || task.events >= end || nextMs > task.holdAtMs) return
    const instant = task.inputs.flatMap((input) => recordsAt(input, nextMs))
    instant.sort(
      (a, b) => a.input.spec.rank - b.input.spec.rank || (spec.tieBreak?.(a.record, b.record) ?? 0),
    )
    const split = instant.findIndex(({ input }) => input.spec.rank >= spec.timerRank)
    const first = split === -1 ? instant : instant.slice(0, split)
    const last = split === -1 ? [] : instant.slice(split)
    pushAll(task, first, nextMs)
    while (graph.timers.nextMs() <= nextMs && graph.failure === undefined) task.fire()
    pushAll(task, last, nextMs)
  }
}

function recordsAt(
  input: InputCursor,
  timeMs: number,
): { input: InputCursor; record: LogRecord; offset: number }[] {
  const found: { input: InputCursor; record: LogRecord; offset: number }[] = []
  for (;;) {
    const record = input.head()
    if (record === undefined || record.timeMs + input.spec.delayMs !== timeMs) return found
    found.push({ input, record, offset: input.offset })
    input.advance()
  }
}

function pushAll(
  task: Task,
  instant: readonly { input: InputCursor; record: LogRecord; offset: number }[],
  timeMs: number,
): void {
  const { graph } = task
  for (const { input, record, offset } of instant) {
    if (graph.failure !== undefined) return
    graph.origin.topic = input.spec.topic.name
    graph.origin.partition = input.partition
    graph.origin.offset = offset
    graph.push(input.spec.topic.name, record as Message<unknown>, timeMs)
    task.events++
  }
}
