import { Command, InvalidArgumentError, Option } from 'commander'
import { type MemoryMode, memoryModes } from '../../operators/memory/distance.ts'
import { findPlace } from '../data-folder.ts'
import { memoryClusters, memoryClustersText } from '../memory-clusters.ts'
import { likeStrategies, likeStrategiesText } from '../memory-strategies.ts'
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

interface ClustersFlags {
  readonly symbol: string
  readonly clusters: number
  readonly mode: MemoryMode
  readonly dataDir?: string
  readonly json?: boolean
}

/** More kinds have no names. */
const clustersMax = 40
/** The tables answer within seconds up to here. */
const kMax = 1_000

export function memoryCommand(): Command {
  const memory = new Command('memory').description(
    'the market memory: past states and what followed',
  )
  aboutOneState(memory.command('similar'), 20)
    .description('the past states most like that of a symbol at a time, and what followed each')
    .action(async ({ at: atMs, symbol, k, mode, dataDir, json }: SimilarFlags) => {
      const found = await withTables(findPlace({ dataDir }), (ask) =>
        similarStates(ask, { symbol, atMs, k, mode }),
      )
      console.log(json === true ? JSON.stringify(found) : similarText(found))
    })
  aboutOneState(memory.command('strategies'), 100)
    .description('what each side and each head would have given at the past states most like one')
    .action(async ({ at: atMs, symbol, k, mode, dataDir, json }: SimilarFlags) => {
      const found = await withTables(findPlace({ dataDir }), (ask) =>
        likeStrategies(ask, { symbol, atMs, k, mode }),
      )
      console.log(json === true ? JSON.stringify(found) : likeStrategiesText(found))
    })
  memory
    .command('clusters')
    .description(
      "the kinds of market that a symbol's past states fall into, and what followed each",
    )
    .requiredOption('--symbol <symbol>', 'BTCUSDT or BTC/USDT', symbolOf)
    .option('--clusters <n>', 'how many kinds', atMostClusters, 6)
    .addOption(modeOption())
    .option('--data-dir <folder>', 'the data folder; the one used last where it is left out')
    .option('--json', 'one JSON object')
    .action(async ({ symbol, clusters, mode, dataDir, json }: ClustersFlags) => {
      const found = await withTables(findPlace({ dataDir }), (ask) =>
        memoryClusters(ask, { symbol, clusters, mode }),
      )
      console.log(json === true ? JSON.stringify(found) : memoryClustersText(found))
    })
  return memory
}

/** What is asked of the states most like that of a symbol at a time. */
function aboutOneState(command: Command, kDefault: number): Command {
  return command
    .requiredOption('--at <time>', 'as 2025-05-20T12:00Z; the newest closed hour by then', timeOf)
    .requiredOption('--symbol <symbol>', 'BTCUSDT or BTC/USDT', symbolOf)
    .option('--k <n>', 'how many states', atMostK, kDefault)
    .addOption(modeOption())
    .option('--data-dir <folder>', 'the data folder; the one used last where it is left out')
    .option('--json', 'one JSON object')
}

function modeOption(): Option {
  return new Option('--mode <mode>', 'by what they are alike')
    .choices(memoryModes)
    .default('hybrid')
}

function atMostClusters(text: string): number {
  const clusters = wholeNumber(text)
  if (clusters > clustersMax) throw new InvalidArgumentError(`it must be at most ${clustersMax}`)
  return clusters
}

function atMostK(text: string): number {
  const k = wholeNumber(text)
  if (k > kMax) throw new InvalidArgumentError(`it must be at most ${kMax}`)
  return k
}
