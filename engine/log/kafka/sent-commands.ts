import type { Kafka } from 'kafkajs'
import { type DeadLetter, jsonOf } from '../../core/dead-letter.ts'
import { ConfigError, PoisonRecordError } from '../../core/errors.ts'
import { ingestWriter } from '../../core/ingest.ts'
import type { Topic } from '../../core/topic.ts'
import { retry } from './client.ts'
import { correctedKafkajs } from './corrections.ts'
import type { FetchedRecord } from './fetch-response.ts'
import type { KafkaNames } from './names.ts'
import type { Decode } from './read-buffers.ts'
import { messageOf, recordsOf, type SchemaIds } from './record-codec.ts'

/** Says which topic a command is for. */
const topicHeader = 'topic'

/** A record as somebody sent it: only the ingest may stamp it and put it on its topic. */
export interface SentCommand extends EnteringRecord {
  readonly offset: number
}

/** What lay among the commands and is none. */
export interface SentRubbish {
  readonly offset: number
  readonly rubbish: DeadLetter
}

/** A record that is to enter by the ingest. */
export interface EnteringRecord {
  readonly topic: Topic<unknown>
  readonly key: string
  readonly value: unknown
}

/**
 * Sends records that are to enter by the ingest, from any process and also while no ingest runs: they are
 * taken once, in their order, at the clock of that moment. Throws ConfigError where the application was never started.
 */
export async function sendCommands(
  client: Kafka,
  names: KafkaNames,
  ids: SchemaIds,
  records: readonly EnteringRecord[],
): Promise<void> {
  // Its own time is the sender's clock: the source clock is given by the ingest.
  const timeMs = Date.now()
  const messages = records.map(({ topic, key, value }) => ({
    ...messageOf(topic, 0, { key, value, timeMs }, ids),
    headers: { [topicHeader]: topic.name },
  }))
  const producer = client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    // Each record names its partition; this only keeps kafkajs from warning of its default.
    createPartitioner: correctedKafkajs().Partitioners.DefaultPartitioner,
    retry,
  })
  await producer.connect()
  try {
    await producer.send({ topic: names.commands, acks: -1, messages })
  } catch (error) {
    if ((error as { type?: string }).type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error
    throw new ConfigError(
      `there is no topic ${names.commands}: nothing was ever started under the prefix '${names.app}'`,
      {},
      error,
    )
  } finally {
    await producer.disconnect()
  }
}

/** Reads what was sent for these topics. */
export function commandsFor(
  topics: readonly Topic<unknown>[],
  commands: string,
  ids: SchemaIds,
): Decode<SentCommand | SentRubbish> {
  const byName = new Map(topics.map((topic) => [topic.name, topic]))
  return (fetched) =>
    Promise.all(
      fetched.map(async (record): Promise<SentCommand | SentRubbish> => {
        const { offset } = record
        const name = record.header(topicHeader) ?? ''
        const topic = byName.get(name)
        const refuse = (reason: string) => ({
          offset,
          rubbish: rubbishOf(record, commands, reason),
        })
        if (topic === undefined) return refuse(`it is for topic '${name}', which takes no commands`)
        try {
          const [command] = await recordsOf(topic, [record], ids)
          if (command === undefined || command.key === null)
            return refuse('it has no key, or no value')
          return { offset, topic, key: command.key, value: command.value }
        } catch (error) {
          if (error instanceof PoisonRecordError) return refuse(error.message)
          throw error
        }
      }),
    )
}

/** A command that could be read, but not be taken. */
export function refusedCommand(
  { offset, key, value }: SentCommand,
  commands: string,
  error: Error,
): DeadLetter {
  return letter(commands, offset, key, error.message, 'json', Buffer.from(jsonOf(value)))
}

function rubbishOf(
  { offset, key, value }: FetchedRecord,
  commands: string,
  reason: string,
): DeadLetter {
  return letter(commands, offset, key?.toString() ?? '', reason, 'raw', Buffer.from(value ?? ''))
}

function letter(
  topic: string,
  offset: number,
  key: string,
  reason: string,
  encoding: DeadLetter['encoding'],
  payload: Buffer,
): DeadLetter {
  const place = { topic, partition: 0, offset, operator: ingestWriter }
  return { ...place, rule: 'command', reason, key, encoding, payload }
}
