import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openMarketFile } from './market-file.ts'
import { testFolder } from './testing/folder.ts'
import { allOf, faultsOf } from './testing/items.ts'

const folder = testFolder()
const candleHeader = 'open_time_ms,open,high,low,close,volume'
const tradeHeader = 'recv_ns,event_ms,trade_ms,trade_id,price,qty,buyer_is_maker'
const startMs = 1_700_000_040_000

function candleRows(count: number, stepMs = 60_000): string[] {
  return Array.from({ length: count }, (_, row) => `${startMs + row * stepMs},1,2,0.5,1.5,${row}`)
}

test('opens a candle file: format by content, symbol by name, interval by distance', async () => {
  const rows = candleRows(5).filter((_, row) => row !== 1)
  const file = await openMarketFile(folder.gzip('BTC_USDT.txt', [candleHeader, ...rows].join('\n')))
  expect(file).toMatchObject({
    format: 'candle-csv',
    interval: '1m',
    symbols: ['BTCUSDT'],
    firstEventMs: startMs + 60_000,
    lastEventMs: startMs + 5 * 60_000,
    records: 4,
    badRows: 0,
    notes: [],
  })
  expect(file.id).toMatch(/^[0-9a-f]{32}$/)
})

test('keeps late trades in their place and reports the least and greatest time', async () => {
  const times = [5, 9, 7, 3, 8]
  const rows = times.map((time, id) => `,,${startMs + time},${id},1,1,0`)
  const file = await openMarketFile(
    folder.write('BTCUSDT_t.csv', [tradeHeader, ...rows].join('\n')),
  )
  const items = await allOf(file.read(0))
  expect(items.map((item) => 'eventMs' in item && item.eventMs - startMs)).toEqual(times)
  expect([file.firstEventMs - startMs, file.lastEventMs - startMs]).toEqual([3, 9])
  expect(await Promise.all([0, 1, 2, 5].map((position) => file.reachedMs(position)))).toEqual([
    0,
    startMs + 5,
    startMs + 9,
    startMs + 9,
  ])
})

test('a bad row costs that row, with its line and bytes', async () => {
  const rows = [
    ...candleRows(2),
    '0,1,1,1,1,1',
    `${startMs},-1,1,1,1,1`,
    'a,b',
    '',
    ...candleRows(4).slice(2),
  ]
  const file = await openMarketFile(
    folder.write('ETHUSDT_bad.csv', [candleHeader, ...rows].join('\n')),
  )
  const items = await allOf(file.read(0))
  expect(faultsOf(items)).toEqual([
    'line 4 open time is 0',
    "line 5 open is negative: '-1'",
    'line 6 has 2 columns, the header has 6',
  ])
  expect(items[4]).toMatchObject({ bytes: Buffer.from('a,b') })
  expect(file).toMatchObject({
    records: 4,
    badRows: 3,
    notes: ['rows that cannot be read: 3, for the dead letters; line 4 open time is 0'],
  })
})

test('reads microseconds as milliseconds, says so, and refuses a row in another unit', async () => {
  const rows = candleRows(3).map((row) => row.replace(',', '000,'))
  const path = folder.write('BTCUSDT_us.csv', [candleHeader, ...rows, ...candleRows(1)].join('\n'))
  const file = await openMarketFile(path)
  expect(file).toMatchObject({ firstEventMs: startMs + 60_000, records: 3, badRows: 1 })
  expect(file.notes[0]).toBe('open time is in microseconds and was read as milliseconds')
  expect(file.notes[1]).toContain("is in milliseconds, the file's times are in microseconds")
})

test('one row with a time far ahead does not move the file ahead', async () => {
  const rows = candleRows(4)
  rows[1] = `${startMs + 400 * 86_400_000},1,2,0.5,1.5,1`
  const file = await openMarketFile(
    folder.write('SOLUSDT_ahead.csv', [candleHeader, ...rows].join('\n')),
  )
  expect(file).toMatchObject({ records: 3, badRows: 1, lastEventMs: startMs + 240_000 })
  expect(faultsOf(await allOf(file.read(0)))).toEqual([
    "line 3 its time is 399 days ahead of the next row's",
  ])
})

test('takes the symbol of the caller where nothing else names it, with or without a slash', async () => {
  const path = folder.write('candles.csv', [candleHeader, ...candleRows(2)].join('\n'))
  expect((await openMarketFile(path, { symbol: 'BTC/USDT' })).symbols).toEqual(['BTCUSDT'])
  expect((await openMarketFile(path, { symbol: 'ETHUSDT' })).symbols).toEqual(['ETHUSDT'])
  await expect(openMarketFile(path)).rejects.toMatchObject({
    code: 'no-symbol',
    cure: expect.stringContaining('--symbol'),
  })
  await expect(openMarketFile(path, { symbol: '?' })).rejects.toMatchObject({ code: 'no-symbol' })
})

test('the same bytes have the same id, others another', async () => {
  const text = [candleHeader, ...candleRows(2)].join('\n')
  const one = await openMarketFile(folder.write('one-BTCUSDT.csv', text))
  const two = await openMarketFile(folder.write('two-BTCUSDT.csv', text))
  const other = await openMarketFile(folder.write('other-BTCUSDT.csv', `${text}\n`))
  expect(two.id).toBe(one.id)
  expect(other.id).not.toBe(one.id)
})

test('reads a capture with several symbols', async () => {
  const line = (symbol: string, id: number) =>
    `1700000040000000000 ${JSON.stringify({ data: { e: 'trade', E: startMs, s: symbol, t: id, p: '1', q: '2', T: startMs, m: false, M: true } })}`
  const path = folder.write(
    'capture',
    [line('BTCUSDT', 1), line('ETHUSDT', 2), '1700000040000000000 {broken'].join('\n'),
  )
  expect(await openMarketFile(path)).toMatchObject({
    format: 'websocket-capture',
    symbols: ['BTCUSDT', 'ETHUSDT'],
    records: 2,
    badRows: 1,
  })
})

test('refuses to read on in a file that has changed', async () => {
  const path = folder.write('BTCUSDT_grows.csv', [candleHeader, ...candleRows(2), ''].join('\n'))
  const file = await openMarketFile(path)
  appendFileSync(path, `${candleRows(3)[2]}\n`)
  await expect(allOf(file.read(0))).rejects.toMatchObject({ code: 'changed' })
  await expect(file.reachedMs(1)).rejects.toMatchObject({ code: 'changed' })
})

const large = gzipSync([candleHeader, ...candleRows(50_000)].join('\n'))
const corrupt = Buffer.from(large)
corrupt.fill(0x5a, large.length - 4_000, large.length - 3_000)
const capture =
  '1700000040000000000 {"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":1700000040000,"s":"BTCUSDT"}}'
const refused: readonly [string, string, string | Buffer][] = [
  ['empty', 'an empty file', ''],
  ['empty', 'a gzip file of nothing', gzipSync('')],
  ['corrupt-gzip', 'a truncated gzip file', large.subarray(0, large.length - 20)],
  ['corrupt-gzip', 'a gzip file that is corrupt near its end', corrupt],
  ['corrupt-gzip', 'a gzip file cut in its header', large.subarray(0, 6)],
  ['unknown-header', 'an unknown header', 'date,price\n1,2\n'],
  [
    'binary',
    'binary garbage',
    Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 89) % 256)),
  ],
  ['no-data-rows', 'a header alone', `${candleHeader}\n`],
  ['no-data-rows', 'only bad rows', `${candleHeader}\na,b\nc,d\n`],
  [
    'no-data-rows',
    'times of no known unit',
    `${candleHeader}\n60000,1,1,1,1,1\n120000,1,1,1,1,1\n`,
  ],
  ['depth-only', 'a capture of depth', capture],
  ['unknown-interval', 'a single candle', [candleHeader, ...candleRows(1)].join('\n')],
  [
    'unknown-interval',
    'candles of three minutes',
    [candleHeader, ...candleRows(3, 180_000)].join('\n'),
  ],
]
for (const [code, name, content] of refused) {
  test(`refuses ${name} when it is opened`, async () => {
    const path = folder.write('BTCUSDT_refused', content)
    const error = await openMarketFile(path).catch((fault: unknown) => fault)
    expect(error).toMatchObject({ code, path, cure: expect.stringMatching(/\.$|json>/) })
  })
}

test('refuses a folder and a path that is not there', async () => {
  mkdirSync(join(folder.path, 'inner'))
  await expect(openMarketFile(join(folder.path, 'inner'))).rejects.toMatchObject({
    code: 'is-a-folder',
  })
  await expect(openMarketFile(join(folder.path, 'none.csv'))).rejects.toMatchObject({
    code: 'not-found',
  })
  await expect(openMarketFile('/dev/null')).rejects.toMatchObject({ code: 'unreadable' })
})
