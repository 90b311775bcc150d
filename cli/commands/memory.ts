import { Command, InvalidArgumentError, Option } from 'commander'
import { type MemoryMode, memoryModes } from '../../operators/memory/distance.ts'
import { findPlace } from '../data-folder.ts'
import { symbolOf, timeOf, wholeNumber } from '../options.ts'
import { similarStates } from '../similar-states.ts'
import { similarText } from '../similar-text.ts'
import { withTables } from '../tables.ts'

interface SimilarFlags {
  readonly at: number
  readonly symbol: string
  readonly k: number
  readonly mode: MemoryMode
  readonly dataDir?: string
  readonly json?: boolean
}

/** The tables answer within seconds up to here. */
const kMax = 1_000

export function memoryCommand(): Command {
  const memory = new Command('memory').description(
    'the market memory: past states and what followed',
  )
  memory
    .command('similar')
    .description('the past states most like that of a symbol at a time, and what followed each')
    .requiredOption('--at <time>', 'as 2025-05-20T12:00Z; the newest closed hour by then', timeOf)
    .requiredOption('--symbol <symbol>', 'BTCUSDT or BTC/USDT', symbolOf)
    .option('--k <n>', 'how many', atMostK, 20)
    .addOption(
      new Option('--mode <mode>', 'by what they are alike').choices(memoryModes).default('hybrid'),
    )
    .option('--data-dir <folder>', 'the data folder; the one used last where it is left out')
    .option('--json', 'one JSON object')
    .action(async ({ at: atMs, symbol, k, mode, dataDir, json }: SimilarFlags) => {
      const found = await withTables(findPlace({ dataDir }), (ask) =>
        similarStates(ask, { symbol, atMs, k, mode }),
      )
      console.log(json === true ? JSON.stringify(found) : similarText(found))
    })
  return memory
}

function atMostK(text: string): number {
  const k = wholeNumber(text)
  if (k > kMax) throw new InvalidArgumentError(`it must be at most ${kMax}`)
  return k
}
