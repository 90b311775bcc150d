import { Argument, Command } from 'commander'
import { openMarketFile } from '../../connectors/files/market-file.ts'
import { replaySource } from '../../connectors/files/replay-source.ts'
import { simSource } from '../../connectors/sim/sim-source.ts'
import { ConfigError } from '../../engine/core/errors.ts'
import type { Source } from '../../engine/core/source.ts'
import { ownHead, ownHeadId } from '../../operators/heads/own-head.ts'
import { percent } from '../figures.ts'
import { checkHead, type HeadCheck } from '../head-check.ts'
import { importOwnHead, type OwnHeadFile, readOwnHead } from '../own-heads.ts'

interface CheckHeadFlags {
  readonly data?: readonly string[]
  readonly symbol?: string
  readonly json?: boolean
}

export function checkHeadCommand(): Command {
  return new Command('check-head')
    .description('is a head of your own pure, and what does it say?')
    .addArgument(new Argument('<file>', 'file that exports a function named vote'))
    .option('--data <file...>', 'candles or ticks; left out: ten days of a simulated market')
    .option('--symbol <symbol>', 'where neither content nor file name tell it')
    .option('--json', 'one JSON object')
    .action(async (path: string, { data, symbol, json }: CheckHeadFlags) => {
      const file = readOwnHead(path)
      const head = ownHead(file.name, file.version, await importOwnHead(file))
      const other = ownHead(file.name, file.version, await importOwnHead(file, 'other'))
      const check = await checkHead(await sourceOf(data, symbol), head, other)
      if (json === true)
        console.log(JSON.stringify({ ...file, head: ownHeadId(file.name), ...check }))
      else console.log(textOf(file, check))
      if (check.fault !== undefined) throw new ConfigError(`${file.path}: ${check.fault}`)
      if (check.votes === 0)
        throw new ConfigError(
          'the data is too short for a single vote: it takes closed 15m candles',
        )
    })
}

async function sourceOf(data: readonly string[] = [], symbol: string | undefined): Promise<Source> {
  if (data.length > 0) {
    const files = await Promise.all(data.map((path) => openMarketFile(path, { symbol })))
    return replaySource(files, { speed: Number.POSITIVE_INFINITY })
  }
  return simSource({
    seed: 1,
    symbols: ['BTCUSDT', 'ETHUSDT'],
    startMs: Date.UTC(2026, 0, 5),
    historyDays: 10,
    speed: Number.POSITIVE_INFINITY,
    liveMs: 0,
  })
}

function textOf({ name, version }: OwnHeadFile, check: HeadCheck): string {
  const { votes, symbols, directions, refused, firstError, medianMicros } = check
  const shares = Object.entries(directions).map(
    ([direction, count]) => `${direction} ${percent(count / Math.max(1, votes))}`,
  )
  const not = Object.entries(refused).map(
    ([validity, count]) => `${validity} ${percent(count / Math.max(1, votes))}`,
  )
  return [
    `${name}, version ${version}, votes as ${ownHeadId(name)}`,
    `pure     ${check.fault === undefined ? 'yes: code, answers given twice, and answers of an instance begun anew' : 'no'}`,
    `votes    ${votes.toLocaleString('en')} of ${symbols.join(' ')}: ${[...shares, ...not].join(', ')}`,
    ...(firstError === undefined ? [] : [`error    ${firstError}`]),
    `speed    ${medianMicros.toFixed(1)} µs a vote`,
  ].join('\n')
}
