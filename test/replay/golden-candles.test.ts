import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { chainTopology, runChain, valuesOf } from './chain.ts'
import { haveData, sourceOf, tradeCandleFile, tradeFile, whereAbsent } from './market-data.ts'

/** Open time, open, high, low, close, volume. */
type Row = readonly number[]

function goldenRows(): Row[] {
  const [, ...lines] = gunzipSync(readFileSync(tradeCandleFile)).toString().trim().split('\n')
  return lines.map((line) => line.split(',').map(Number))
}

/** The newest revision of each minute that had trades. */
function newestMinutes(candles: readonly Candle[]): Row[] {
  const newest = new Map<number, Candle>()
  for (const candle of candles) {
    if (candle.timeframe !== '1m' || candle.synthetic) continue
    if (candle.revision >= (newest.get(candle.open_time)?.revision ?? 0))
      newest.set(candle.open_time, candle)
  }
  return [...newest.values()]
    .sort((a, b) => a.open_time - b.open_time)
    .map(({ open_time, open, high, low, close, volume }) => [
      open_time,
      open,
      high,
      low,
      close,
      volume,
    ])
}

describe.skipIf(!haveData)(`trades of a real market${whereAbsent}`, () => {
  test('become exactly the one-minute candles that another tool made of them, all five columns', async () => {
    const source = await sourceOf([tradeFile])
    const log = await runChain({ source, topology: chainTopology({ market: 'spot' }) })
    const golden = goldenRows()
    expect(golden).toHaveLength(2_469)
    expect(newestMinutes(valuesOf(log, topics.candles))).toEqual(golden)
  })
})
