import { openMarketFile } from '../connectors/files/market-file.ts'
import { isBadRow } from '../connectors/files/source-record.ts'
import { ConfigError } from '../engine/core/errors.ts'
import { findGaps, type GapReport } from '../operators/candles/find-gaps.ts'
import { isTimeframe, timeframeMs } from '../operators/timeframe.ts'
import type { Kline } from '../schemas/contracts.generated.ts'
import { answerRows } from './answer-rows.ts'
import type { AskTables } from './tables.ts'

/** The gaps of one symbol's candles. */
export interface SeriesGaps extends GapReport {
  /** Of the file, or `candles` for the table. */
  readonly from: string
  readonly symbol: string
  readonly timeframe: string
}

/** Of a file with candles; each symbol by itself. Throws ConfigError where it has none. */
export async function gapsOfFile(path: string, symbol?: string): Promise<readonly SeriesGaps[]> {
  const file = await openMarketFile(path, { symbol })
  const timeframe = file.interval
  if (timeframe === null || !isTimeframe(timeframe))
    throw new ConfigError(`${path} has no candles that could have gaps: it is ${file.format}`)
  const times = new Map<string, number[]>()
  for await (const chunk of file.read(0)) {
    for (const item of chunk) {
      if (isBadRow(item) || item.topic !== 'klines') continue
      const { symbol: name, open_time: openMs } = item.value as Kline
      const known = times.get(name)
      if (known === undefined) times.set(name, [openMs])
      else known.push(openMs)
    }
  }
  return [...times].map(([name, openTimes]) => ({
    from: path,
    symbol: name,
    timeframe,
    ...findGaps(openTimes, timeframeMs[timeframe]),
  }))
}

/** Of the tables: of each symbol its shortest timeframe, from which the others are made. */
export async function gapsOfTables(
  ask: AskTables,
  symbol?: string,
): Promise<readonly SeriesGaps[]> {
  const where = symbol === undefined ? '' : `WHERE symbol = '${symbol}'`
  const rows = answerRows<readonly [string, string, readonly (string | number)[]]>(
    await ask(
      `SELECT symbol, timeframe, groupArray(toUnixTimestamp64Milli(open_time)) FROM candles ${where} GROUP BY symbol, timeframe`,
      'JSONCompactEachRow',
    ),
  )
  const shortest = new Map<string, SeriesGaps>()
  for (const [name, timeframe, openTimes] of rows) {
    if (!isTimeframe(timeframe)) continue
    const stepMs = timeframeMs[timeframe]
    const known = shortest.get(name)
    if (
      known !== undefined &&
      isTimeframe(known.timeframe) &&
      timeframeMs[known.timeframe] <= stepMs
    )
      continue
    const report = findGaps(openTimes.map(Number), stepMs)
    shortest.set(name, { from: 'candles', symbol: name, timeframe, ...report })
  }
  return [...shortest.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
}
