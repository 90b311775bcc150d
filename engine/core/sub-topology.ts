import type { LogRecord } from './message.ts'
import type { Pipeline } from './pipeline.ts'
import type { Topic } from './topic.ts'

/**
 * An input that moves a task's time. `source`: written by the ingest, its stamps and heartbeats are
 * the source clock; with a delay it takes effect so much after its stamp, so that other inputs
 * never wait for it. `subTopology`: written by another one's tasks, any of them to any partition, so
 * that the least of their watermarks moves time. `stage`: written by an earlier stage of the same
 * chain, whose task of the same partition alone writes to it and moves time.
 */
export interface InputSpec {
  readonly topic: Topic<unknown>
  readonly from: 'source' | { readonly subTopology: string } | { readonly stage: string }
  readonly delayMs: number
  /** Order among records of one time: 0 first. What comes from a stage has its path instead. */
  readonly rank: number
}

/**
 * An input from downstream. Its effect never comes earlier than its cause plus the delay: at
 * cause + delay, or, with `epochMs`, at the first multiple of it from there on. The task may not
 * pass a time at which an effect could fall before the other side's watermark covers its causes:
 * every epoch boundary, or, with `awaits`, each own record on that topic plus the delay.
 */
export interface FeedbackSpec {
  readonly topic: Topic<unknown>
  readonly from: string
  readonly delayMs: number
  readonly epochMs?: number
  readonly awaits?: Topic<unknown>
}

/** What makes a sub-topology one stage of a chain that was cut: it does its part of what the chain does. */
export interface Stage {
  /** All of it, as it runs uncut; it has the order of pipelines and inputs. */
  readonly chain: SubTopology
  /**
   * What other stages read of it: written with each record's path, under the same key, and also where
   * the chain uncut never writes it.
   */
  readonly hops: readonly Topic<unknown>[]
}

/** Pipelines that are keyed alike, run as one chain per partition. */
export interface SubTopology {
  readonly id: string
  /** `key`: one task per partition; `global`: one task. */
  readonly partitioning: 'key' | 'global'
  readonly inputs: readonly InputSpec[]
  readonly feedback: readonly FeedbackSpec[]
  readonly pipelines: readonly Pipeline[]
  /**
   * `stream`: records are taken as they come in the order (time, rank, order in the partition).
   * `instant`: all records of one time are taken together, in the order (rank, `tieBreak`), so that
   * decisions over several keys do not depend on how the keys are spread.
   * `chain`: a stage behind others takes everything in the order in which its chain does uncut.
   */
  readonly merge: 'stream' | 'instant' | 'chain'
  /** Timers of a time fire before the records whose rank is at least this. */
  readonly timerRank: number
  readonly tieBreak?: (a: LogRecord, b: LogRecord) => number
  readonly stage?: Stage
}

/** The sub-topology whose tasks write an input; none for what the ingest writes. */
export function writerOf({ from }: InputSpec): string | undefined {
  if (from === 'source') return undefined
  return 'stage' in from ? from.stage : from.subTopology
}

/** Whether an input comes from another stage of the same chain. */
export function isHop({ from }: InputSpec): boolean {
  return from !== 'source' && 'stage' in from
}

/** The time at which a feedback record takes effect. */
export function effectMs(spec: FeedbackSpec, causeMs: number): number {
  const earliest = causeMs + spec.delayMs
  return spec.epochMs === undefined ? earliest : Math.ceil(earliest / spec.epochMs) * spec.epochMs
}

/** The first epoch boundary whose causes a watermark does not yet cover. */
export function firstClosedEpochMs(
  spec: FeedbackSpec,
  watermarkMs: number,
  startMs: number,
): number {
  const { epochMs, delayMs } = spec
  if (epochMs === undefined) return Number.POSITIVE_INFINITY
  const covered = Math.max(watermarkMs + delayMs, startMs)
  return (Math.floor(covered / epochMs) + 1) * epochMs
}
