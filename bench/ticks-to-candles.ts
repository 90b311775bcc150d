import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from 'lmdb'
import { Engine } from '../engine/core/engine.ts'
import { codecOf } from '../engine/log/avro-codec.ts'
import { LmdbLog } from '../engine/log/lmdb.ts'
import type { Log } from '../engine/log/log.ts'
import { MemoryLog } from '../engine/log/memory.ts'
import { BatchWriter } from '../engine/log/record-batch.ts'
import type { Candle, Tick } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { candleTopology as topology } from './candle-topology.ts'
import { type Figure, ratePerSecond } from './figure.ts'
import { plainCandles } from './plain-candles.ts'
import { syntheticTrades, tradeSource } from './trades.ts'

const tradeCount = 2_000_000
const commitEvents = 20_000
const unit = 'ticks/s'
const plainLoop = 'a plain Node loop over the same array'

export async function ticksToCandlesMemory(): Promise<readonly Figure[]> {
  const trades = syntheticTrades(tradeCount)
  const plain = await plainLoopRate(trades)
  const value = await ratePerSecond(trades.length, () => {
    const log = new MemoryLog({ topics: topology.topics, partitions: 1, forgetRead: true })
    return { work: () => replay(log, trades), after: () => check(log, trades) }
  })
  return [
    {
      name: 'ticks-to-candles-memory',
      value,
      unit,
      ratio: value / plain,
      ratioTo: plainLoop,
    },
  ]
}

export async function ticksToCandlesLmdb(): Promise<readonly Figure[]> {
  const trades = syntheticTrades(tradeCount)
  const plain = await plainLoopRate(trades)
  const raw = await rawAppend(trades)
  const value = await ratePerSecond(trades.length, () => {
    const folder = mkdtempSync(join(tmpdir(), 'alphapulse-bench-'))
    const log = new LmdbLog({
      folder,
      topics: topology.topics,
      partitions: 1,
      identity: {},
      durability: 'process',
    })
    return {
      work: () => replay(log, trades),
      async after() {
        check(log, trades)
        await log.close()
        rmSync(folder, { recursive: true })
      },
    }
  })
  const figure = { name: 'ticks-to-candles-lmdb', value, unit }
  return [
    { ...figure, ratio: value / plain, ratioTo: plainLoop },
    { ...figure, ratio: value / raw, ratioTo: 'putting the same encoded batches of ticks in LMDB' },
  ]
}

function plainLoopRate(trades: readonly Tick[]): Promise<number> {
  return ratePerSecond(trades.length, () => ({
    work() {
      plainCandles(trades)
    },
  }))
}

async function replay(log: Log, trades: readonly Tick[]): Promise<void> {
  const engine = new Engine({
    topology,
    log,
    partitions: 1,
    source: tradeSource(trades),
    ingest: {
      heartbeatMs: 60_000,
      heartbeatGraceMs: 2_001,
      closingMs: 4_000,
      aheadMaxMs: 5_000,
      jumpMaxMs: 7 * 86_400_000,
    },
    batch: 4_096,
    commitEvents,
    commitMs: 1_000,
  })
  await engine.run()
}

/** Every minute, each with its close and volume, as the plain loop has it; a fast wrong answer is none. */
function check(log: Log, trades: readonly Tick[]): void {
  const plain = plainCandles(trades)
  let expected = 0
  for (const minutes of plain.values()) expected += minutes.size
  let found = 0
  for (let offset = 0; ; ) {
    const records = log.read(topics.candles, 0, offset, 4_096)
    if (records.length === 0) break
    offset += records.length
    for (const { value } of records) {
      const { symbol, timeframe, open_time, open, high, low, close, volume } = value as Candle
      if (timeframe !== '1m') continue
      const other = plain.get(symbol)?.get(open_time / 60_000)
      const same =
        other !== undefined &&
        open === other.open &&
        high === other.high &&
        low === other.low &&
        close === other.close &&
        volume === other.volume
      if (!same) throw new Error(`${symbol} ${open_time} differs from the plain loop's candle`)
      found++
    }
  }
  if (found !== expected) throw new Error(`${found} candles, where the plain loop has ${expected}`)
}

/** The floor under any log on LMDB: batches that are already encoded, one transaction each. */
async function rawAppend(trades: readonly Tick[]): Promise<number> {
  const writer = new BatchWriter(codecOf(topics.ticks), 1)
  const batches: Buffer[] = []
  for (const trade of trades) {
    writer.append({ key: trade.symbol, value: trade, timeMs: trade.event_time })
    if (writer.count < commitEvents) continue
    batches.push(Buffer.from(writer.bytes({ run: '', reads: {} })))
    writer.clear()
  }
  if (writer.count > 0) batches.push(Buffer.from(writer.bytes({ run: '', reads: {} })))
  return ratePerSecond(trades.length, () => {
    const folder = mkdtempSync(join(tmpdir(), 'alphapulse-bench-'))
    const root = open<Buffer, string>({
      path: join(folder, 'raw.mdb'),
      noSync: true,
      overlappingSync: false,
      encoding: 'binary',
    })
    const database = root.openDB<Buffer, number>({ name: 'batches', encoding: 'binary' })
    return {
      work() {
        batches.forEach((batch, at) => {
          root.transactionSync(() => database.putSync(at, batch))
        })
      },
      async after() {
        await root.close()
        rmSync(folder, { recursive: true })
      },
    }
  })
}
