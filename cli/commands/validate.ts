import { Command } from 'commander'
import { openMarketFile } from '../../connectors/files/market-file.ts'
import { isBadRow } from '../../connectors/files/source-record.ts'
import { ConfigError } from '../../engine/core/errors.ts'
import {
  type CandleReport,
  candleTerms,
  validateCandles,
} from '../../operators/validation/candle-report.ts'
import { type ColumnDrift, columnDrift } from '../../operators/validation/drift.ts'
import {
  type EventReport,
  eventTerms,
  validateEvents,
} from '../../operators/validation/event-report.ts'
import type { RuleReport } from '../../operators/validation/rule-tally.ts'
import type { Kline } from '../../schemas/contracts.generated.ts'
import { minute } from '../figures.ts'
import { wholeNumber } from '../options.ts'
import { recordedEvents } from '../recorded-events.ts'

interface ValidateFlags {
  readonly data: string
  readonly reference?: string
  readonly symbol?: string
  readonly change: number
  readonly json?: boolean
}

export function validateCommand(): Command {
  return new Command('validate')
    .description(
      'candles of a file by the rules of the stream, and how they drift from others; or a recorded stream of trades and order-book changes',
    )
    .requiredOption('--data <file>', 'candles, or a recorded stream, as CSV, gzip or not')
    .option('--reference <file>', 'candles that they are held against, column by column')
    .option('--symbol <symbol>', 'where neither content nor file name tell it')
    .option(
      '--change <pct>',
      'most that a close may differ from the one before, per cent',
      wholeNumber,
      candleTerms.changeMaxPct,
    )
    .option('--json', 'one JSON object')
    .action(async ({ data, reference, symbol, change, json }: ValidateFlags) => {
      const recorded = await recordedEvents(data)
      if (recorded !== undefined) {
        const report = validateEvents(recorded.events, { ...eventTerms, dayMs: recorded.dayMs })
        console.log(json === true ? JSON.stringify(report) : eventText(data, report))
        if (!report.valid) process.exitCode = 1
        return
      }
      const candles = await klinesOf(data, symbol)
      const report = validateCandles(candles, { ...candleTerms, changeMaxPct: change })
      const drift =
        reference === undefined ? [] : driftOf(await klinesOf(reference, symbol), candles)
      if (json === true) console.log(JSON.stringify({ ...report, drift }))
      else console.log([reportText(data, report), ...driftText(drift)].join('\n'))
      if (!report.valid) process.exitCode = 1
    })
}

async function klinesOf(path: string, symbol: string | undefined): Promise<readonly Kline[]> {
  const file = await openMarketFile(path, { symbol })
  if (file.interval === null) throw new ConfigError(`${path} has no candles: it is ${file.format}`)
  if (file.symbols.length > 1)
    throw new ConfigError(`${path} has ${file.symbols.join(', ')}: one at a time`)
  const klines: Kline[] = []
  for await (const chunk of file.read(0)) {
    for (const item of chunk)
      if (!isBadRow(item) && item.topic === 'klines') klines.push(item.value as Kline)
  }
  return klines
}

/** Prices move, so their changes are compared, not they themselves. */
function driftOf(reference: readonly Kline[], current: readonly Kline[]): readonly ColumnDrift[] {
  const columns: { readonly [name: string]: (kline: Kline, before: Kline) => number } = {
    'change of close, %': ({ close }, before) => 100 * (close / before.close - 1),
    'range, % of close': ({ high, low, close }) => (100 * (high - low)) / close,
    volume: ({ volume }) => volume,
    trades: ({ trades }) => trades ?? Number.NaN,
  }
  return Object.entries(columns).map(([name, read]) => {
    const valuesOf = (klines: readonly Kline[]): readonly number[] =>
      klines.slice(1).map((kline, at) => read(kline, klines[at] as Kline))
    return columnDrift(name, valuesOf(reference), valuesOf(current))
  })
}

function eventText(path: string, report: EventReport): string {
  const head = `${path}: ${report.events.toLocaleString('en')} events`
  return rulesText(head, report, 13, ({ line, reason }) => `line ${line}: ${reason}`)
}

function reportText(path: string, report: CandleReport): string {
  const head = `${path}: ${report.candles.toLocaleString('en')} candles`
  return rulesText(
    head,
    report,
    9,
    ({ at, openMs, reason }) => `row ${at + 1}, ${minute(openMs)} UTC: ${reason}`,
  )
}

/** Whether all rules hold, and of each that does not how often and where first; names of rules are so wide. */
function rulesText<Offender>(
  head: string,
  {
    valid,
    rules,
  }: { readonly valid: boolean; readonly rules: readonly RuleReport<string, Offender>[] },
  width: number,
  textOf: (offender: Offender) => string,
): string {
  const broken = rules.filter(({ offenders }) => offenders > 0)
  const verdict = valid
    ? `valid by all ${rules.length} rules`
    : `${broken.length} of ${rules.length} rules broken`
  return [
    `${head}, ${verdict}`,
    ...broken.flatMap(({ rule, offenders, first }) => [
      `  ${rule.padEnd(width)} ${offenders.toLocaleString('en').padStart(7)}`,
      ...first.slice(0, 3).map((offender) => `    ${textOf(offender)}`),
    ]),
  ].join('\n')
}

function driftText(drift: readonly ColumnDrift[]): readonly string[] {
  if (drift.length === 0) return []
  return [
    '',
    'column                 PSI      KS   probability',
    ...drift.map(({ column, psi, ks, ksProbability, drifted }) =>
      psi === null || ks === null || ksProbability === null
        ? `${column.padEnd(20)} too few values`
        : `${column.padEnd(20)} ${psi.toFixed(3).padStart(5)}   ${ks.toFixed(3)}   ${ksProbability < 1e-6 ? '< 1e-6' : ksProbability.toPrecision(2)}${drifted ? '  drifted' : ''}`,
    ),
  ]
}
