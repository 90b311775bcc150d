import type { Step } from '../../../engine/testing/operator-run.ts'
import type { Candle } from '../../../schemas/contracts.generated.ts'
import { candlesOf, type Row } from '../../features/testing/series.ts'
import { randomSequence } from '../../learning/random.ts'
import type { MemorySettings } from '../memory-settings.ts'

const hour = 3_600_000

export const usualMemory: MemorySettings = {
  market: 'perpetual',
  tolerance: 0.001,
  ageMaxMs: 72 * hour,
  mode: 'hybrid',
  statesMax: 1_000,
  neighbours: 20,
}

/** Short enough that states join, are neighbours and are forgotten within a few dozen hours. */
export const shortMemory: MemorySettings = {
  ...usualMemory,
  ageMaxMs: 5 * hour,
  statesMax: 20,
  neighbours: 4,
}

/** Hours of a random walk. */
export function randomCandles(count: number, seed = 5): readonly Candle[] {
  const random = randomSequence(seed)
  let price = 100
  const rows: Row[] = []
  for (let at = 0; at < count; at++) {
    const open = price
    price *= 1 + (random() - 0.5) / 50
    const high = Math.max(open, price) * (1 + random() / 200)
    const low = Math.min(open, price) * (1 - random() / 200)
    rows.push({ open, high, low, close: price, volume: 1 + random(), takerBuyVolume: random() })
  }
  return candlesOf(rows)
}

/** The same as records, with funding each eight hours. */
export function stepsOf(candles: readonly Candle[]): readonly Step[] {
  const steps = candles.flatMap((value): readonly Step[] => {
    const timeMs = value.open_time + hour
    const step = { input: 'candle', key: 'BTCUSDT', value, timeMs }
    const isFirst = value.revision === 0 && value.timeframe === '1h'
    if (!isFirst || value.open_time % (8 * hour) !== 0) return [step]
    const funding = { exchange: 'test', symbol: 'BTCUSDT', kind: 'funding', value: 0.0001 }
    const point = { ...funding, event_time: timeMs, receive_time: null }
    return [{ input: 'context', key: 'BTCUSDT', value: point, timeMs }, step]
  })
  // Until the time has passed, a record of the context might still come before the last candle.
  return [...steps, { beatMs: (candles.at(-1)?.open_time ?? 0) + 2 * hour }]
}
