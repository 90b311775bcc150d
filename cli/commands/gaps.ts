import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import { findPlace, type PlaceFlags, withPlace } from '../data-folder.ts'
import { minute, percent } from '../figures.ts'
import { gapsOfFile, gapsOfTables, type SeriesGaps } from '../gap-reports.ts'
import { symbolOf, wholeNumber } from '../options.ts'
import { withTables } from '../tables.ts'

interface GapsFlags extends PlaceFlags {
  readonly data?: readonly string[]
  readonly symbol?: string
  readonly last: number
  readonly json?: boolean
}

export function gapsCommand(): Command {
  return withPlace(new Command('gaps'))
    .description('which candles are missing, in files or in the tables; nothing is filled')
    .option('--data <file...>', 'candles as CSV, gzip or not, instead of the tables')
    .option('--symbol <symbol>', 'only of one symbol (BTCUSDT or BTC/USDT)', symbolOf)
    .option('--last <n>', 'the newest spans of each symbol that are shown', wholeNumber, 10)
    .option('--json', 'one JSON object, with every span')
    .action(async ({ data, symbol, last, json, ...flags }: GapsFlags) => {
      const found =
        data === undefined
          ? await withTables(findPlace(flags), (ask) => gapsOfTables(ask, symbol))
          : (await Promise.all(data.map((path) => gapsOfFile(path, symbol)))).flat()
      if (found.length === 0)
        throw new ConfigError(`there are no candles${symbol === undefined ? '' : ` of ${symbol}`}`)
      if (json === true) console.log(JSON.stringify({ missing: sumOf(found), series: found }))
      else console.log(found.map((series) => textOf(series, last)).join('\n\n'))
    })
}

function sumOf(found: readonly SeriesGaps[]): number {
  return found.reduce((sum, { missing }) => sum + missing, 0)
}

function textOf(series: SeriesGaps, last: number): string {
  const { from, symbol, timeframe, firstMs, lastMs, count, missing, coverage, severity, spans } =
    series
  const { repeated, offGrid } = series
  const stretch =
    firstMs === null || lastMs === null ? 'nothing' : `${minute(firstMs)} to ${minute(lastMs)} UTC`
  const others = [
    ...(repeated > 0 ? [`${repeated.toLocaleString('en')} repeated`] : []),
    ...(offGrid > 0 ? [`${offGrid.toLocaleString('en')} off the grid`] : []),
  ]
  const shown = spans.slice(-last)
  return [
    `${symbol} ${timeframe}, ${from}: ${stretch}`,
    `  ${count.toLocaleString('en')} candles, ${missing.toLocaleString('en')} missing in ${spans.length.toLocaleString('en')} spans, coverage ${percent(coverage)}, ${severity}${others.map((text) => `, ${text}`).join('')}`,
    ...(shown.length < spans.length ? [`  the newest ${shown.length}:`] : []),
    ...shown.map(
      (span) =>
        `  ${minute(span.fromMs)} to ${minute(span.toMs)}  ${String(span.missing).padStart(6)} missing`,
    ),
  ].join('\n')
}
