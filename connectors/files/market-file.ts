import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { intervalNames, intervalOfMs } from './candle-interval.ts'
import { CaptureRows } from './capture-rows.ts'
import { isCaptureLine, surveyCapture } from './capture-survey.ts'
import { csvFormat, depthOnly } from './csv-header.ts'
import { type FileHead, readFileHead } from './file-head.ts'
import { type FileScan, fileId, greatestEventMs, scanFile, scanNotes } from './file-scan.ts'
import { isGzip, readFault } from './line-blocks.ts'
import { MarketFileError } from './market-file-error.ts'
import { readRows } from './read-rows.ts'
import type { CandleInterval, RowFormat } from './row-reader.ts'
import type { SourceItem } from './source-record.ts'
import { normaliseSymbol, symbolFromFileName } from './symbol-name.ts'

export interface MarketFileOptions {
  /** Used where neither content nor file name tell the symbol. */
  readonly symbol?: string | undefined
}

/** A file of market data that has been read through once: what it holds is known and readable. */
export interface MarketFile {
  readonly path: string
  /** SHA-256 of the bytes on disk, hex, the first 32 digits. */
  readonly id: string
  readonly format: string
  /** Of a candle file: 1m, 5m, … */
  readonly interval: string | null
  readonly symbols: readonly string[]
  /** Least and greatest event time. */
  readonly firstEventMs: number
  readonly lastEventMs: number
  readonly records: number
  /** Positions count records and bad rows together. */
  readonly badRows: number
  /** What a person should know: converted times, messages left out, rows that cannot be read. */
  readonly notes: readonly string[]
  /** Everything from a position on, in chunks of a few thousand. */
  read(fromRecord: number): AsyncGenerator<readonly SourceItem[]>
  /** The greatest event time before a position; 0 at the start. Merging goes on from there. */
  reachedMs(position: number): Promise<number>
}

/**
 * Reads a whole file once, so that every fault of the file is known before anything of it is
 * emitted, and returns what it takes to read it again from any position.
 */
export async function openMarketFile(
  path: string,
  options: MarketFileOptions = {},
): Promise<MarketFile> {
  const opened = await statFile(path)
  const gzip = await isGzip(path)
  const format = await formatOf(await readFileHead(path, gzip), gzip, options)
  const scan = await scanFile(path, gzip, format)
  if (scan.records === 0) throw noRecords(path, scan)
  const interval = format.candles ? candleInterval(path, scan.intervalMs) : null
  const id = await fileId(path)
  await refuseChanged(path, opened)

  const rowsFrom = (fromRecord: number) => {
    const reader = format.reader(interval)
    return readRows({ path, gzip, headerLines: format.headerLines, reader }, fromRecord)
  }
  return {
    path,
    id,
    format: format.name,
    interval: interval?.name ?? null,
    symbols: scan.symbols,
    firstEventMs: scan.firstMs + (interval?.ms ?? 0),
    lastEventMs: scan.lastMs + (interval?.ms ?? 0),
    records: scan.records,
    badRows: scan.badRows,
    notes: [...format.notes, ...scanNotes(scan)],
    async *read(fromRecord) {
      await refuseChanged(path, opened)
      yield* rowsFrom(fromRecord)
    },
    async reachedMs(position) {
      await refuseChanged(path, opened)
      return greatestEventMs(rowsFrom(0), position)
    },
  }
}

async function statFile(path: string): Promise<Stats> {
  const found = await stat(path).catch((cause: unknown) => {
    throw readFault(path, cause)
  })
  if (found.isDirectory()) {
    throw new MarketFileError('is-a-folder', path, 'is a folder', 'Name the files in it.')
  }
  if (!found.isFile()) {
    const cure = 'It is read more than once: save it to a file first.'
    throw new MarketFileError('unreadable', path, 'is no regular file', cure)
  }
  return found
}

async function refuseChanged(path: string, opened: Stats): Promise<void> {
  const now = await statFile(path)
  if (now.size === opened.size && now.mtimeMs === opened.mtimeMs) return
  const cure = 'Positions in it mean nothing any more: start again with a file that rests.'
  throw new MarketFileError('changed', path, 'has changed since it was opened', cure)
}

async function formatOf(
  head: FileHead,
  gzip: boolean,
  options: MarketFileOptions,
): Promise<RowFormat> {
  const first = head.lines.find((line) => line !== '') ?? ''
  if (!isCaptureLine(first)) return csvFormat(head, () => symbolOf(head.path, options))
  const facts = await surveyCapture(head.path, gzip)
  return {
    name: 'websocket-capture',
    headerLines: 0,
    candles: false,
    notes: facts.plainTrades ? [] : ['no plain trades; aggregated trades, if any, stand in'],
    reader: () => new CaptureRows(facts),
  }
}

function symbolOf(path: string, options: MarketFileOptions): string {
  const named = symbolFromFileName(path)
  if (named !== null) return named
  if (options.symbol === undefined) {
    const cure = 'Pass --symbol, for example --symbol BTCUSDT.'
    const what = 'names no symbol, neither in its content nor in its file name'
    throw new MarketFileError('no-symbol', path, what, cure)
  }
  const symbol = normaliseSymbol(options.symbol)
  if (symbol !== null) return symbol
  const what = `cannot be read as '${options.symbol}', which is no symbol`
  throw new MarketFileError('no-symbol', path, what, 'Write --symbol as BTCUSDT or BTC/USDT.')
}

function noRecords(path: string, scan: FileScan): MarketFileError {
  if (scan.firstBad !== null) {
    const what = `has ${scan.badRows} rows, none of which can be read; ${scan.firstBad}`
    return new MarketFileError('no-data-rows', path, what, 'Check that the file is whole.')
  }
  const depth = [...scan.skipped.keys()].some((what) => what.startsWith('depth'))
  if (depth) return depthOnly(path)
  const cure = 'Give a file with at least one trade, candle or funding rate.'
  return new MarketFileError('no-data-rows', path, 'has no rows of data', cure)
}

function candleInterval(path: string, ms: number | null): CandleInterval {
  const interval = ms === null ? null : intervalOfMs(ms)
  if (interval !== null) return interval
  const what =
    ms === null
      ? 'has a single open time, which does not tell the interval of its candles'
      : `has candles ${ms / 1_000} seconds apart, which is no interval that is known`
  const cure = `Give a file with at least two candles of ${intervalNames}.`
  throw new MarketFileError('unknown-interval', path, what, cure)
}
