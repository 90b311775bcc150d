import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type MarketFile, openMarketFile } from '../../connectors/files/market-file.ts'
import { replaySource } from '../../connectors/files/replay-source.ts'
import type { Source, SourceItem } from '../../engine/core/source.ts'
import type { Control } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'

/** Real market data; not part of the repository. */
export const dataFolder = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
export const haveData = existsSync(dataFolder)
/** Goes into the names of tests that need the data, so that a skipped one says why. */
export const whereAbsent = haveData ? '' : ' (skipped: ../shared/data is absent)'

/** The three symbols whose month of one-minute klines is the standard replay. */
export const monthFiles = ['BTC', 'ETH', 'SOL'].map(
  (coin) => `${dataFolder}klines_1m/binance_usdm_${coin}USDT_1m_2025-05.csv.gz`,
)
/** What funding their holders paid each other meanwhile, each eight hours. */
export const fundingFiles = ['BTC', 'ETH', 'SOL'].map(
  (coin) => `${dataFolder}funding/binance_usdm_${coin}USDT_funding_8h_2025-05.csv.gz`,
)
/** The first kline of all three closes a minute later. */
export const monthStartMs = Date.UTC(2025, 4, 4, 15, 33)
/** The last kline closes here: the file of ETH goes on for twelve days longer than the two others. */
export const monthEndMs = Date.UTC(2025, 5, 15, 10, 44)

/** Raw WebSocket captures of the spot market, eleven minutes of two symbols across midnight. */
export const captureFiles = ['20240808T2354', '20240809T0000'].flatMap((start) =>
  ['btc', 'eth'].map((coin) => `${dataFolder}ticks/ws_raw/binance_spot_${coin}usdt_${start}.ws.gz`),
)

/** Two and a half days of the trades of one small spot market. */
export const tradeFile = `${dataFolder}ticks/freqtrade_XRP_ETH_trades_2019-10.csv.gz`
export const tradeCandleFile = `${dataFolder}klines_1m/freqtrade_XRP_ETH_1m_fromtrades.csv.gz`

export const dayMs = 86_400_000
export const rowsPerDay = 1_440

/** Files as the source of a replay, at full speed or so many times faster than life. */
export async function sourceOf(
  paths: readonly string[],
  speed = Number.POSITIVE_INFINITY,
): Promise<Source> {
  const files: MarketFile[] = []
  for (const path of paths) files.push(await openMarketFile(path))
  return replaySource(files, { speed })
}

/** Copies of the first rows of files, under their own names, in a folder that `remove` takes away. */
export function firstRows(
  paths: readonly string[],
  rows: number,
): { readonly paths: readonly string[]; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'alphapulse-rows-'))
  const copies = paths.map((path) => {
    const lines = gunzipSync(readFileSync(path)).toString().split('\n')
    const copy = join(folder, basename(path))
    writeFileSync(copy, gzipSync(`${lines.slice(0, rows + 1).join('\n')}\n`))
    return copy
  })
  return { paths: copies, remove: () => rmSync(folder, { recursive: true }) }
}

/** The same source without what happens at or after a time. */
export function cutAt(source: Source, endMs: number): Source {
  return {
    ...source,
    async *read(counts, bookmarks) {
      for await (const items of source.read(counts, bookmarks)) {
        const kept = items.filter((item) => item.kind !== 'record' || item.eventMs < endMs)
        if (kept.length > 0) yield kept
        if (kept.length < items.length) return
      }
    },
  }
}

/** The same source in chunks of one instant each; before each, `between` sees what has come of the ones before. */
export function oneInstantAtATime(source: Source, between: () => void): Source {
  return {
    ...source,
    async *read(counts, bookmarks) {
      let instant: SourceItem[] = []
      let instantMs = Number.NaN
      for await (const items of source.read(counts, bookmarks)) {
        for (const item of items) {
          const eventMs = item.kind === 'record' ? item.eventMs : instantMs
          if (eventMs !== instantMs && instant.length > 0) {
            between()
            yield instant
            instant = []
          }
          instantMs = eventMs
          instant.push(item)
        }
      }
      between()
      yield instant
      between()
    },
  }
}

/** The same source with one command more, which comes with the first record at or after a time. */
export function withControl(source: Source, atMs: number, control: Control): Source {
  return {
    ...source,
    streams: source.streams + 1,
    topics: [...source.topics, topics.control],
    async *read(counts, bookmarks) {
      let sent = (counts[source.streams] ?? 0) > 0
      for await (const items of source.read(counts.slice(0, source.streams), bookmarks)) {
        const at = items.findIndex((item) => item.kind === 'record' && item.eventMs >= atMs)
        if (sent || at === -1) {
          yield items
          continue
        }
        sent = true
        const { eventMs } = items[at] as Extract<SourceItem, { kind: 'record' }>
        const command: SourceItem = {
          kind: 'record',
          stream: source.streams,
          topic: topics.control,
          key: 'desk',
          value: control,
          eventMs,
          receiveMs: null,
        }
        yield [...items.slice(0, at), command, ...items.slice(at)]
      }
    },
  }
}
