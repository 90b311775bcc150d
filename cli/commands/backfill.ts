import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import {
  type BackfillState,
  Backfills,
  type MinuteSpan,
} from '../../connectors/binance/backfills.ts'
import { ConfigError } from '../../engine/core/errors.ts'
import { loadConfig } from '../config.ts'
import { findPlace, folderOf } from '../data-folder.ts'
import { minute } from '../figures.ts'
import { openForBackfill } from '../folder-backfill.ts'
import { gapsOfTables } from '../gap-reports.ts'
import { liveSource } from '../live-source.ts'
import { symbolOf, timeOf } from '../options.ts'
import { askEngine } from '../serving.ts'
import { withTables } from '../tables.ts'

interface BackfillFlags {
  readonly symbol?: string
  readonly from?: number
  readonly to?: number
  readonly all?: boolean
  readonly dataDir?: string
  readonly json?: boolean
}

const minuteMs = 60_000
const askEveryMs = 500

export function backfillCommand(): Command {
  return new Command('backfill')
    .description(
      'fetch 1m klines of Binance into a data folder: of a stretch, or of every hole that `gaps` tells; a minute that is there already stays as it is',
    )
    .option('--symbol <symbol>', 'BTCUSDT or BTC/USDT', symbolOf)
    .option('--from <time>', 'the first minute, as 2026-05-01T00:00Z', timeOf)
    .option('--to <time>', 'the last; now where it is left out', timeOf)
    .option('--all', 'every hole in the tables; with --symbol, of that one')
    .option('--data-dir <folder>', 'the data folder; the one used last where it is left out')
    .option('--json', 'the end as one JSON array')
    .action(backfill)
}

async function backfill(flags: BackfillFlags): Promise<void> {
  const place = findPlace({ dataDir: flags.dataDir })
  const folder = folderOf(place)
  const spans = await spansOf(flags)
  if (spans.length === 0) {
    console.log(flags.json === true ? '[]' : 'no minute is missing')
    return
  }
  const show = (state: BackfillState): void => {
    if (flags.json !== true) console.error(textOf(state))
  }
  const asked = { ask: 'collector', request: { do: 'backfill', spans } } as const
  const answer = await askEngine(folder, asked)
  if (answer?.ok === false) throw new ConfigError(answer.error)
  const states =
    answer === undefined
      ? await fillFolder(folder, spans, show)
      : await followEngine(folder, spans, show)
  if (flags.json === true) console.log(JSON.stringify(states))
  else for (const state of states) console.log(textOf(state))
  if (states.some(({ state }) => state === 'failed')) process.exitCode = 1
}

/** What is asked for. */
async function spansOf(flags: BackfillFlags): Promise<readonly MinuteSpan[]> {
  const { symbol, from, to, all } = flags
  if (all === true) {
    if (from !== undefined || to !== undefined)
      throw new ConfigError('--all fills every hole: it takes no --from and --to')
    const found = await withTables(findPlace({ dataDir: flags.dataDir }), (ask) =>
      gapsOfTables(ask, symbol),
    )
    return found
      .filter(({ timeframe }) => timeframe === '1m')
      .flatMap((series) =>
        series.spans.map(({ fromMs, toMs }) => ({ symbol: series.symbol, fromMs, toMs })),
      )
  }
  if (symbol === undefined || from === undefined)
    throw new ConfigError('backfill needs --symbol and --from, or --all')
  return [{ symbol, fromMs: from, toMs: to ?? Date.now() - minuteMs }]
}

/** No engine runs: the folder is ours. */
async function fillFolder(
  folder: string,
  spans: readonly MinuteSpan[],
  show: (state: BackfillState) => void,
): Promise<readonly BackfillState[]> {
  const config = await loadConfig({})
  const symbols = [...new Set(spans.map(({ symbol }) => symbol))]
  const { market, time } = liveSource({ config, symbols, onNote: (text) => console.error(text) })
  await market.symbols()
  await time.measure(() => market.timeMs())
  const open = await openForBackfill(folder)
  const backfills = new Backfills(market, open.enter, () => performance.now())
  try {
    await backfills.fillAll(spans, show)
  } finally {
    await open.close()
  }
  return backfills.states()
}

/** An engine runs: its collector does it, and is asked how far it is. */
async function followEngine(
  folder: string,
  spans: readonly MinuteSpan[],
  show: (state: BackfillState) => void,
): Promise<readonly BackfillState[]> {
  for (;;) {
    await sleep(askEveryMs)
    const answer = await askEngine(folder, { ask: 'collector', request: { do: 'state' } })
    if (answer?.ok !== true) throw new ConfigError('the engine has ended meanwhile')
    const { backfills } = JSON.parse(answer.text) as {
      readonly backfills: readonly BackfillState[]
    }
    const ours = backfills.slice(-spans.length)
    const newest = ours.at(-1)
    if (newest !== undefined) show(newest)
    const failed = ours.some(({ state }) => state === 'failed')
    if (failed || ours.filter(({ state }) => state === 'done').length === spans.length) return ours
  }
}

function textOf(state: BackfillState): string {
  const { symbol, fromMs, toMs, minutes, entered, reachedMs, leftMs, error } = state
  const stretch = `${symbol} ${minute(fromMs)} to ${minute(toMs)}`
  if (state.state === 'failed') return `${stretch}: failed: ${error}`
  if (state.state === 'done') return `${stretch}: ${entered} of ${minutes} minutes came`
  const walked = reachedMs === null ? 0 : (reachedMs - fromMs) / minuteMs + 1
  const left = leftMs === null ? '' : `, ${Math.ceil(leftMs / 1_000)} s left`
  return `${stretch}: ${((100 * walked) / minutes).toFixed(0)} %${left}`
}
