import { userInfo } from 'node:os'
import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import { recordsOf } from '../../engine/log/records-of.ts'
import { topics } from '../../schemas/topics.ts'
import { appendCommand } from '../appending.ts'
import { loadConfig } from '../config.ts'
import { findPlace, folderOf, type PlaceFlags, withPlace } from '../data-folder.ts'
import { headLabel, minute } from '../figures.ts'
import { sendToKafka } from '../kafka-control.ts'
import { wholeNumber } from '../options.ts'
import { headIdsWith } from '../own-heads.ts'
import { openForReading } from '../reading.ts'
import { recordedSettings } from '../recorded-settings.ts'
import { rulesComparedIn, rulesText } from '../rules-compared.ts'
import { askEngine } from '../serving.ts'
import { noiseOf, noiseText } from '../weights-noise.ts'

interface Common extends PlaceFlags {
  readonly why: string
}

/** Commands that enter the system as records on `control`: weights, set, halt, resume, job. */
export function controlCommands(): readonly Command[] {
  const weights = new Command('weights').description(
    'the learned weights: show, set, roll back, compare rules',
  )
  withPlace(weights.command('show', { isDefault: true }))
    .description('the weights now, every version, and whether luck alone would give as much')
    .option('--last <n>', 'only the newest versions', wholeNumber, 20)
    .option('--json', 'one JSON object: the versions, and how the weights stand against coin flips')
    .action(showWeights)
  withPlace(weights.command('compare'))
    .description('the rules that weights can be learned by, on the same outcomes')
    .option('--json', 'one JSON object')
    .action(compareRules)
  withWhy(
    weights
      .command('set')
      .description('set weights by hand, brought within their bounds')
      .argument('<head=weight...>', 'HEAD_A=0.2 HEAD_F=0.1'),
  ).action(async (pairs: readonly string[], flags: Common) =>
    send('set-weights', parseWeights(pairs, await configuredHeads()), flags),
  )
  withWhy(
    weights
      .command('rollback')
      .description('put an older version in force again')
      .argument('<version>', 'its number; 0 is the equal start', Number),
  ).action((version: number, flags: Common) => send('rollback-weights', { version }, flags))
  const metrics = new Command('metrics')
    .description('the running engine’s metrics, in Prometheus text')
    .option('--data-dir <folder>', 'the data folder; the one used last where it is left out')
    .action(showMetrics)
  return [
    weights,
    metrics,
    withWhy(
      new Command('set')
        .description('change a setting in force')
        .argument('<name>', 'preset')
        .argument('<value>', 'strict, standard or exploring'),
    ).action((name: string, value: string, flags: Common) => send('set', { name, value }, flags)),
    withWhy(new Command('halt').description('let no new signals through')).action((flags: Common) =>
      send('halt', {}, flags),
    ),
    withWhy(new Command('resume').description('let signals through again')).action(
      (flags: Common) => send('resume', {}, flags),
    ),
    withWhy(
      new Command('job').description('run a learning job now').argument('<job>', 'daily or weekly'),
    ).action((job: string, flags: Common) => send('run-job', { job }, flags)),
  ]
}

function withWhy(command: Command): Command {
  return withPlace(command).option('--why <reason>', 'kept with the record', 'no reason given')
}

async function send(command: string, about: object, { why, ...flags }: Common): Promise<void> {
  const place = findPlace(flags)
  const control = { command, arguments: JSON.stringify(about), who: userInfo().username, why }
  if (place.log === 'kafka') {
    console.log(`${command} ${await sendToKafka(place, control)}`)
    return
  }
  const { folder } = place
  const answer = await askEngine(folder, { ask: 'control', control })
  if (answer === undefined) {
    const stampMs = await appendCommand(folder, control)
    console.log(
      `${command} taken at ${minute(stampMs)} UTC; no engine runs: it takes effect when time goes on`,
    )
  } else if (answer.ok) console.log(`${command} ${answer.text}`)
  else throw new ConfigError(answer.error)
}

async function configuredHeads(): Promise<readonly string[]> {
  const { heads, model } = await loadConfig({})
  return headIdsWith(heads, model.file !== null)
}

function parseWeights(
  pairs: readonly string[],
  heads: readonly string[],
): { readonly [head: string]: number } {
  const entries = pairs.map((pair) => {
    const [head = '', weight = ''] = pair.split('=')
    if (!heads.includes(head)) {
      throw new ConfigError(`'${pair}': the head was '${head}'; heads are ${heads.join(', ')}`)
    }
    const value = Number(weight)
    if (weight === '' || !(value >= 0 && value <= 1))
      throw new ConfigError(`'${pair}': the weight was '${weight}'; it lies between 0 and 1`)
    return [head, value] as const
  })
  return Object.fromEntries(entries)
}

async function showWeights({
  last,
  json,
  ...flags
}: PlaceFlags & { last: number; json?: boolean }): Promise<void> {
  const needed = [topics.weights, topics.control, topics.outcomes, topics.settings]
  const log = await openForReading(findPlace(flags), needed)
  const versions = [...recordsOf(log, topics.weights)].map(({ value }) => value)
  const noise = noiseOf(log, recordedSettings(log))
  await log.close()
  if (json === true) {
    console.log(JSON.stringify({ versions: versions.slice(-last), noise }))
    return
  }
  if (versions.length === 0) console.log('version 0: equal weights; nothing was learned yet')
  for (const { version, trigger, effective_from, weights } of versions.slice(-last)) {
    const text = Object.entries(weights)
      .map(([head, weight]) => `${headLabel(head)} ${weight.toFixed(4)}`)
      .join('  ')
    console.log(
      `${String(version).padStart(5)}  ${minute(effective_from)}  ${trigger.padEnd(8)}  ${text}`,
    )
  }
  for (const line of noiseText(noise)) console.log(line)
}

async function compareRules({ json, ...flags }: PlaceFlags & { json?: boolean }): Promise<void> {
  const log = await openForReading(findPlace(flags), [topics.ruleScores])
  const compared = rulesComparedIn(log)
  await log.close()
  console.log(json === true ? JSON.stringify(compared) : rulesText(compared).join('\n'))
}

async function showMetrics({ dataDir }: { dataDir?: string }): Promise<void> {
  const answer = await askEngine(folderOf(findPlace({ dataDir })), { ask: 'metrics' })
  if (answer === undefined)
    throw new ConfigError('no engine runs on this folder: metrics are of a running one')
  process.stdout.write(answer.ok ? answer.text : `${answer.error}\n`)
}
