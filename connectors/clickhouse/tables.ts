import { deadLetters } from '../../engine/core/dead-letter.ts'
import type { Topic } from '../../engine/core/topic.ts'
import { topics } from '../../schemas/topics.ts'

type Value = { readonly [field: string]: unknown }

/** Where and how the records of one topic are written. */
export interface SinkTable {
  readonly topic: Topic<unknown>
  readonly name: string
  /** In the order of the contract, after the place in the log. */
  readonly columns: readonly string[]
  /** What rows a record gives; undefined: one, its value as it is. */
  readonly rowsOf: ((value: Value) => readonly Value[]) | undefined
  /** About how many rows a record gives. */
  readonly rowsPerRecord: number
}

/** Every column list begins with these: partition and offset in the log, and the message's time. */
export const placeColumns = ['_partition', '_offset', '_time'] as const

type Shape = Partial<Pick<SinkTable, 'name' | 'rowsOf' | 'rowsPerRecord'>> & {
  readonly fields?: (fields: readonly string[]) => readonly string[]
}

const voteFields = [
  'head',
  'direction',
  'probability',
  'confidence',
  'validity',
  'valid_until',
  'reasons',
  'absent',
  'model_version',
]

const ruleFields = [
  'rule',
  'probability',
  'log_loss',
  'hit',
  'outcomes',
  'hits',
  'log_loss_total',
  'best_head',
  'regret_best_head',
  'regret_outcome_rule',
  'weights',
]

const driftFields = ['column', 'reference', 'current', 'psi', 'ks', 'ks_probability', 'drifted']

/** Topics whose rows are not simply their records. */
const shapes: { readonly [topic: string]: Shape } = {
  candles: { name: 'candle_revisions' },
  'head-votes': {
    fields: (fields) => [...fields.filter((field) => field !== 'votes'), ...voteFields],
    rowsOf: ({ votes, ...common }) =>
      (votes as readonly Value[]).map((vote) => ({ ...common, ...vote })),
    rowsPerRecord: 9,
  },
  'rule-scores': {
    fields: (fields) => [...fields.filter((field) => field !== 'rules'), ...ruleFields],
    rowsOf: ({ rules, ...common }) =>
      (rules as readonly Value[]).map((rule) => ({ ...common, ...rule })),
    rowsPerRecord: 7,
  },
  'validation-reports': {
    fields: (fields) => [
      ...fields.filter((field) => field !== 'rules'),
      'rule',
      'offenders',
      'first_times',
      'reasons',
    ],
    rowsOf: ({ rules, ...common }) =>
      (rules as readonly Value[]).map((rule) => ({ ...common, ...rule })),
    rowsPerRecord: 7,
  },
  'drift-reports': {
    fields: (fields) => [...fields.filter((field) => field !== 'columns'), ...driftFields],
    rowsOf: ({ columns, ...common }) =>
      (columns as readonly Value[]).map((column) => ({ ...common, ...column })),
    rowsPerRecord: 5,
  },
  'learning-events': {
    fields: (fields) => fields.map((field) => (field === 'event_time' ? 'event_timestamp' : field)),
    rowsOf: ({ event_time, ...rest }) => [{ ...rest, event_timestamp: event_time }],
  },
  'dead-letters': {
    fields: (fields) => fields.map((field) => (field === 'payload' ? 'payload_base64' : field)),
    rowsOf: ({ payload, ...rest }) => [
      { ...rest, payload_base64: (payload as Buffer).toString('base64') },
    ],
  },
}

export function tableOf(topic: Topic<unknown>): SinkTable {
  const shape = shapes[topic.name] ?? {}
  const fields = (topic.schema as { fields: readonly { name: string }[] }).fields.map(
    ({ name }) => name,
  )
  return {
    topic,
    name: shape.name ?? topic.name.replaceAll('-', '_'),
    columns: [...placeColumns, ...(shape.fields?.(fields) ?? fields)],
    rowsOf: shape.rowsOf,
    rowsPerRecord: shape.rowsPerRecord ?? 1,
  }
}

/** One for each topic that is logged. */
export const sinkTables: readonly SinkTable[] = [
  ...Object.values(topics as { readonly [name: string]: Topic<unknown> }),
  deadLetters as Topic<unknown>,
].map(tableOf)

/** One partition of what a table is made of. */
export interface SinkPlace {
  readonly table: SinkTable
  readonly partition: number
}

/** Every partition of every topic; `partitions` gives how many a topic has. */
export function everyPlace(partitions: (topic: Topic<unknown>) => number): SinkPlace[] {
  return sinkTables.flatMap((table) =>
    Array.from({ length: partitions(table.topic) }, (_, partition) => ({ table, partition })),
  )
}
