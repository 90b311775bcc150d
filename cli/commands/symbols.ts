import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import type { CollectorRequest } from '../collector-control.ts'
import { findPlace, folderOf } from '../data-folder.ts'
import { symbolOf } from '../options.ts'
import { askEngine } from '../serving.ts'

interface Flags {
  readonly dataDir?: string
}

/** What a running collector follows: symbols and intervals, changed without a restart. */
export function symbolsCommand(): Command {
  const symbols = new Command('symbols').description(
    'what a running `start --source binance` follows, and how it fares',
  )
  withFolder(symbols.command('list', { isDefault: true }))
    .description('symbols, intervals, and what was counted; one JSON object')
    .action(async (flags: Flags) => console.log(await askCollector(flags, { do: 'state' })))
  const change = (
    name: string,
    description: string,
    argument: string,
    request: (text: string) => CollectorRequest,
  ): void => {
    withFolder(symbols.command(name))
      .description(description)
      .argument(`<${argument}>`)
      .action(async (text: string, flags: Flags) => {
        const answer = await askCollector(flags, request(text))
        const { changed } = JSON.parse(answer) as { readonly changed: boolean }
        console.log(changed ? `${name} ${text}: done` : `${name} ${text}: it was so already`)
      })
  }
  change('add', 'follow one more: its history first, then its trades', 'symbol', (text) => ({
    do: 'add-symbol',
    symbol: symbolOf(text),
  }))
  change('remove', 'follow it no more; what it told stays', 'symbol', (text) => ({
    do: 'remove-symbol',
    symbol: symbolOf(text),
  }))
  change('add-interval', 'follow klines of 5m, 15m, 1h, 4h or 1d too', 'interval', (interval) => ({
    do: 'add-interval',
    interval,
  }))
  change('remove-interval', 'follow them no more', 'interval', (interval) => ({
    do: 'remove-interval',
    interval,
  }))
  return symbols
}

/** Asks the collector of the engine that runs on a folder. */
export async function askCollector({ dataDir }: Flags, request: CollectorRequest): Promise<string> {
  const folder = folderOf(findPlace({ dataDir }))
  const answer = await askEngine(folder, { ask: 'collector', request })
  if (answer === undefined)
    throw new ConfigError(`no engine runs on ${folder}: symbols are followed by a running one`)
  if (!answer.ok) throw new ConfigError(answer.error)
  return answer.text
}

function withFolder(command: Command): Command {
  return command.option(
    '--data-dir <folder>',
    'the data folder; the one used last where it is left out',
  )
}
