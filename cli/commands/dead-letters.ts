import { Command } from 'commander'
import type { DeadLetter } from '../../engine/core/dead-letter.ts'
import { ConfigError } from '../../engine/core/errors.ts'
import { findPlace, type PlaceFlags, withPlace } from '../data-folder.ts'
import { minute } from '../figures.ts'
import { wholeNumber } from '../options.ts'
import { type PlacedLetter, placedLetters } from '../placed-letters.ts'
import { reenter } from '../reentering.ts'

interface Chosen extends PlaceFlags {
  readonly rule?: string
  readonly key?: string
}

export function deadLettersCommand(): Command {
  const letters = new Command('dead-letters').description(
    'records that could not be read or processed: look at them, and let them enter again',
  )
  choosing(letters.command('list', { isDefault: true }))
    .description('how many by who refused them and why, and the newest ones, a line each')
    .option('--limit <n>', 'lines of the newest', wholeNumber, 20)
    .option('--json', 'one JSON object a line, without the counts')
    .action(list)
  withPlace(letters.command('show'))
    .description('one of them with everything it holds')
    .argument('<id>', 'partition/offset, as `list` prints it')
    .action(show)
  choosing(letters.command('replay'))
    .description('let records enter again, through the ingest, at the present clock')
    .argument('[ids...]', 'partition/offset; or choose by --rule and --key')
    .option('--to <topic>', 'ticks, klines or context; where the letter does not tell it')
    .action(replay)
  return letters
}

function choosing(command: Command): Command {
  return withPlace(command)
    .option('--rule <rule>', "only of this rule, or operator/rule, as 'ingest/implausible-time'")
    .option('--key <key>', 'only under this key')
}

async function list({
  limit,
  json,
  ...chosen
}: Chosen & { limit: number; json?: true }): Promise<void> {
  const found = (await placedLetters(findPlace(chosen))).filter((one) => isChosen(one, chosen))
  const newest = found.slice(-limit)
  if (json) {
    for (const { id, timeMs, letter } of newest)
      console.log(JSON.stringify({ id, time: new Date(timeMs).toISOString(), ...told(letter) }))
    return
  }
  const counts = new Map<string, number>()
  for (const { letter } of found) {
    const name = `${letter.operator}/${letter.rule}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  for (const [name, count] of [...counts].sort((a, b) => b[1] - a[1]))
    console.log(`${String(count).padStart(8)}  ${name}`)
  if (found.length === 0) console.log('no dead letters')
  for (const { id, timeMs, letter } of newest) {
    const { operator, rule, topic, partition, offset, key, reason } = letter
    console.log(
      `${id.padEnd(10)} ${minute(timeMs)}  ${operator}/${rule}  ${key}  from ${topic}/${partition} at ${offset}: ${reason}`,
    )
  }
}

async function show(id: string, flags: PlaceFlags): Promise<void> {
  const { letter, timeMs } = oneOf(await placedLetters(findPlace(flags)), id)
  console.log(
    JSON.stringify({ id, time: new Date(timeMs).toISOString(), ...told(letter) }, null, 2),
  )
}

async function replay(
  ids: readonly string[],
  { to, ...chosen }: Chosen & { to?: string },
): Promise<void> {
  if (ids.length === 0 && chosen.rule === undefined && chosen.key === undefined)
    throw new ConfigError(
      'which ones? name them by partition/offset, or choose by --rule and --key',
    )
  const place = findPlace(chosen)
  const all = await placedLetters(place)
  const found = (ids.length === 0 ? all : ids.map((id) => oneOf(all, id))).filter((one) =>
    isChosen(one, chosen),
  )
  if (found.length === 0) throw new ConfigError('no dead letter is so')
  console.log(await reenter(place, found, to))
}

function isChosen({ letter }: PlacedLetter, { rule, key }: Chosen): boolean {
  const { operator, rule: own } = letter
  return (
    (rule === undefined || rule === own || rule === `${operator}/${own}`) &&
    (key === undefined || key === letter.key)
  )
}

function oneOf(letters: readonly PlacedLetter[], id: string): PlacedLetter {
  const found = letters.find((one) => one.id === id)
  if (found === undefined)
    throw new ConfigError(
      `there is no dead letter ${id}; \`alphapulse dead-letters list\` names them`,
    )
  return found
}

/** With its payload as a person can read it. */
function told({ payload, encoding, ...rest }: DeadLetter): object {
  const text = Buffer.from(payload).toString('utf8')
  return { ...rest, encoding, payload: encoding === 'json' ? parsed(text) : text }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // It says that it is JSON and is not: shown as it is.
    return text
  }
}
