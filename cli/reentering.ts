import { ConfigError, StreamError } from '../engine/core/errors.ts'
import type { Topic } from '../engine/core/topic.ts'
import { codecOf } from '../engine/log/avro-codec.ts'
import { type EnteringRecord, sendCommands } from '../engine/log/kafka/sent-commands.ts'
import { topics } from '../schemas/topics.ts'
import type { Place } from './data-folder.ts'
import type { PlacedLetter } from './placed-letters.ts'
import { visitPlace } from './reading.ts'
import { askEngine } from './serving.ts'

/** Topics that the ingest writes: only there can a record enter. */
const entrances: readonly Topic<unknown>[] = [topics.ticks, topics.klines, topics.context]

/**
 * Lets the records of dead letters enter again, but none where one of them cannot. Throws ConfigError
 * that names it, and why.
 */
export async function reenter(
  place: Place,
  letters: readonly PlacedLetter[],
  to: string | undefined,
): Promise<string> {
  const entering = letters.map((one) => enteringOf(one, to))
  if (place.log === 'kafka') {
    const application = await visitPlace(place, entrances)
    try {
      const { client, link } = application
      const { names, ids } = link.options
      await sendCommands(client, names, ids, entering)
      return `${entering.length} sent to ${names.commands}: the ingest takes them in, at its clock, as soon as it runs`
    } finally {
      await application.close()
    }
  }
  const records = entering.map(({ topic, key, value }) => ({ topic: topic.name, key, value }))
  const answer = await askEngine(place.folder, { ask: 'enter', records })
  if (answer === undefined)
    throw new ConfigError('no engine runs on this folder: records enter through a running one')
  if (!answer.ok) throw new ConfigError(answer.error)
  return answer.text
}

function enteringOf({ id, letter }: PlacedLetter, to: string | undefined): EnteringRecord {
  const { operator, rule, encoding, key } = letter
  if (encoding === 'raw')
    throw new ConfigError(
      `${id}: it is a row of ${letter.topic} that could not be read: mend the file and replay it`,
    )
  // What an operator threw on is that operator's input, which may be no record of the topic it came from.
  const own = rule === 'error' ? undefined : letter.topic
  const name = to ?? own
  const topic = entrances.find((one) => one.name === name)
  if (topic === undefined) {
    const known = entrances.map((one) => one.name).join(', ')
    const named = `nothing enters by topic '${to}'`
    const failed = `${operator} failed on it, and what it holds is that operator's input`
    const unknown = `it comes from ${letter.topic}, which does not tell by which topic it enters`
    const why = to !== undefined ? named : rule === 'error' ? failed : unknown
    throw new ConfigError(`${id}: ${why}; name one of ${known} with --to`)
  }
  const value: unknown = JSON.parse(Buffer.from(letter.payload).toString('utf8'))
  try {
    codecOf(topic).encodeBody(value)
  } catch (error) {
    if (!(error instanceof StreamError)) throw error
    throw new ConfigError(`${id}: it is no record of ${topic.name}: ${error.message}`)
  }
  return { topic, key, value }
}
