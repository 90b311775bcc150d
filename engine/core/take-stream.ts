import { rootOfRecord } from './chain-path.ts'
import type { InputCursor } from './input.ts'
import type { Message } from './message.ts'
import type { Task } from './task.ts'

/**
 * Takes records as they come, in the order (time, rank, order in the partition); at one time feedback goes
 * first, then timers.
 */
export function takeStream(task: Task, eventsMax: number): void {
  const { graph } = task
  const end = task.events + eventsMax
  for (;;) {
    let frontier = Number.POSITIVE_INFINITY
    let best: InputCursor | undefined
    let bestMs = Number.POSITIVE_INFINITY
    for (const input of task.inputs) {
      const head = input.head()
      const reached = input.frontierMs()
      frontier = Math.min(frontier, reached)
      task.begin(input.firstMs)
      if (
        head !== undefined &&
        (reached < bestMs || (reached === bestMs && input.spec.rank < (best?.spec.rank ?? 0)))
      ) {
        best = input
        bestMs = reached
      }
    }
    if (frontier === Number.NEGATIVE_INFINITY) return
    if (graph.failure !== undefined || graph.pending.length > 0) return
    const gate = task.gateMs()
    const feedback = task.nextFeedback()
    const feedbackMs = feedback === undefined ? Number.POSITIVE_INFINITY : task.effectOf(feedback)
    const timerMs = graph.timers.nextMs()
    const nextMs = Math.min(feedbackMs, timerMs, bestMs)
    const surestMs = Math.min(frontier, gate, nextMs)
    task.publish(surestMs, surestMs < Math.min(gate, feedbackMs, timerMs))
    if (nextMs <= frontier && nextMs >= gate) task.waits++
    if (nextMs > frontier || nextMs >= gate || nextMs > task.holdAtMs) return
    // What is done at one time is done in one commit.
    if (task.events >= end && nextMs > graph.nowMs) return
    if (feedback !== undefined && feedbackMs <= nextMs) task.take(feedback, feedbackMs)
    else if (timerMs <= nextMs) task.fire()
    else if (
      best === undefined ||
      !drain(task, best, bestMs, Math.min(gate, timerMs, feedbackMs, task.holdAtMs + 1), end)
    )
      return
  }
}

/** Takes records of one input as long as no other event comes before the next of them. */
function drain(
  task: Task,
  input: InputCursor,
  firstMs: number,
  boundMs: number,
  end: number,
): boolean {
  let limit = boundMs
  for (const other of task.inputs) {
    if (other === input) continue
    const reached = other.frontierMs()
    // At the same time the lower rank goes first, and may still come.
    limit = Math.min(limit, other.spec.rank < input.spec.rank ? reached : reached + 1)
  }
  if (firstMs >= limit) return false
  const { graph } = task
  const { delayMs, topic } = input.spec
  graph.limitMs = limit
  graph.origin.topic = topic.name
  graph.origin.partition = input.partition
  for (;;) {
    const record = input.peek()
    if (record === undefined) return true
    const timeMs = record.timeMs + delayMs
    if (timeMs >= graph.limitMs) return true
    if (record.timeMs > input.reachedMs) input.reachedMs = record.timeMs
    if (record.key !== null) {
      graph.origin.offset = input.offset
      const path = task.instant?.enter(
        timeMs,
        record.key,
        rootOfRecord(input.spec.rank, input.offset),
      )
      graph.push(topic.name, record as Message<unknown>, timeMs, path)
      task.events++
    }
    input.advance()
    if (graph.pending.length > 0 && mustSettle(task, input)) return true
    if (graph.failure !== undefined) return true
    if (task.events >= end && (input.peek()?.timeMs ?? Number.NaN) + delayMs !== timeMs) return true
  }
}

/** Only records of the same instant and of other keys may run beside asynchronous work. */
function mustSettle(task: Task, input: InputCursor): boolean {
  const { graph } = task
  const next = input.peek()
  return (
    graph.pending.length >= graph.pendingMax.count ||
    next === undefined ||
    next.key === null ||
    next.timeMs + input.spec.delayMs !== graph.nowMs ||
    // Under another key than its record's, it may meet any other record in a later operator.
    graph.pending.some(
      (call) => call.inputKey === next.key || call.message.key !== call.inputKey,
    ) ||
    !allow(task, graph.nowMs)
  )
}

/** Asynchronous work pulled the limit down to stop the loop; one more record of this instant is allowed. */
function allow(task: Task, nowMs: number): boolean {
  if (task.graph.failure !== undefined || task.graph.timers.nextMs() <= nowMs) return false
  task.graph.limitMs = nowMs + 1
  return true
}
