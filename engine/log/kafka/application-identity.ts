import type { Kafka } from 'kafkajs'
import {
  ConfigError,
  TaskCorruptedError,
  TaskFencedError,
  UncertainCommitError,
} from '../../core/errors.ts'
import type { LogIdentity } from '../log.ts'
import type { Fetcher } from './fetcher.ts'
import type { KafkaNames } from './names.ts'
import { TaskProducer } from './task-producer.ts'

const key = 'identity'
/** So many processes may begin at once. */
const attemptsMax = 20

/**
 * What an application was made with, as its first process wrote it down: one with other values would make
 * another history of the same topics. Throws ConfigError that names what differs.
 */
export async function agreeOnIdentity(
  client: Kafka,
  fetcher: Fetcher,
  names: KafkaNames,
  identity: LogIdentity,
): Promise<void> {
  for (
    let attempt = 1;
    !compare(await identityOfApplication(fetcher, names), identity, names);
    attempt++
  ) {
    try {
      await write(client, fetcher, names, identity)
    } catch (error) {
      // Another process does the same at the same time: what it wrote is looked at in the next turn.
      const fenced = error instanceof TaskFencedError || error instanceof UncertainCommitError
      if (!fenced || attempt === attemptsMax) throw error
    }
  }
}

async function write(
  client: Kafka,
  fetcher: Fetcher,
  names: KafkaNames,
  identity: LogIdentity,
): Promise<void> {
  // The owner of this id is the only one who writes; whoever comes later finds what it wrote.
  const producer = await TaskProducer.take(client, {
    transactionalId: names.transactionalId('identity', 0),
    transactionTimeoutMs: 10_000,
  })
  try {
    if (compare(await identityOfApplication(fetcher, names), identity, names)) return
    const value = JSON.stringify(identity)
    await producer.commit({
      records: [{ topic: names.identity, messages: [{ partition: 0, key, value }] }],
    })
  } finally {
    await producer.close()
  }
}

/** Undefined where nobody has written it yet. */
export async function identityOfApplication(
  fetcher: Fetcher,
  names: KafkaNames,
): Promise<LogIdentity | undefined> {
  const newest = (await fetcher.readKept(names.identity, 0)).at(-1)
  if (newest === undefined) return undefined
  try {
    return JSON.parse(String(newest.value)) as LogIdentity
  } catch (error) {
    throw new TaskCorruptedError(
      `${names.identity}: the record at offset ${newest.offset} cannot be read: ${(error as Error).message}`,
      {},
      error,
    )
  }
}

/** True where it is known and the same; false where nobody has written it yet. */
function compare(known: LogIdentity | undefined, mine: LogIdentity, names: KafkaNames): boolean {
  if (known === undefined) return false
  const all = [...new Set([...Object.keys(known), ...Object.keys(mine)])]
  const differing = all.filter((name) => known[name] !== mine[name])
  if (differing.length === 0) return true
  const told = differing.map(
    (name) => `  ${name}: ${known[name] ?? '(unset)'} there, ${mine[name] ?? '(unset)'} here`,
  )
  throw new ConfigError(
    `what lies under the prefix '${names.app}' was made with other settings:\n${told.join('\n')}\nthe same settings go on with it; another kafka.prefix begins anew`,
  )
}
