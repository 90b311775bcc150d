import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import { openMarketFile } from '../files/market-file.ts'
import { isBadRow, type SourceRecord } from '../files/source-record.ts'
import { testFolder } from '../files/testing/folder.ts'
import type { SimExchangeServer } from './sim-exchange-server.ts'
import { listen, startSmallExchange } from './testing/start-server.ts'

const folder = testFolder()
let server: SimExchangeServer
beforeAll(async () => {
  server = await startSmallExchange()
})
afterAll(() => server.close())

test('what is recorded of its streams is read as a capture of the real exchange is', async () => {
  const streams = 'btcusdt@trade/btcusdt@kline_1m/ethusdt@trade'
  const client = await listen(`${server.socketUrl}/stream?streams=${streams}`)
  const lines: string[] = []
  client.socket.on('message', (data) => {
    lines.push(`${Math.round(server.exchange.nowMs) * 1_000_000} ${String(data)}`)
  })
  const isClosed = (line: string) => line.includes('"x":true')
  await client.until(() => lines.filter(isClosed).length >= 2)
  client.socket.close()
  const file = await openMarketFile(folder.write('capture.txt', `${lines.join('\n')}\n`))
  expect(file.badRows).toBe(0)
  const records: SourceRecord[] = []
  for await (const chunk of file.read(0)) {
    for (const item of chunk) if (!isBadRow(item)) records.push(item)
  }
  const trades = lines.filter((line) => line.includes('@trade"')).length
  expect(records.filter(({ topic }) => topic === 'ticks')).toHaveLength(trades)
  const ledger = server.exchange.ledger('BTCUSDT')
  for (const { key, topic, value } of records) {
    if (key !== 'BTCUSDT') continue
    if (topic === 'ticks') {
      const { trade_id: id, price, taker_side: side } = value as Tick
      const own = ledger?.trades.at(id)
      expect([price, side]).toEqual([(own?.tick ?? 0) / 10, own?.takerBuys ? 'BUY' : 'SELL'])
    } else {
      const { open_time: openMs, close, trades: count } = value as Kline
      const candles = ledger?.candles
      const own = candles?.at((openMs - candles.startMs) / 60_000)
      expect([close, count]).toEqual([(own?.close ?? 0) / 10, own?.trades])
    }
  }
})
