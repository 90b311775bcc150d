import { expect, test } from 'vitest'
import { isCaptureLine, surveyCapture } from './capture-survey.ts'
import { testFolder } from './testing/folder.ts'

const folder = testFolder()
const receive = '1723161254087896568'
const spotTrade = `${receive} {"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":1,"p":"1","q":"1","T":1723161255342,"m":true,"M":true}}`
const usdmTrade = `${receive} {"stream":"btcusdt@trade","data":{"e":"trade","E":1723161256322,"T":1723161256322,"s":"BTCUSDT","t":1,"p":"1","q":"1","X":"MARKET","m":false}}`
const spotDepth = `${receive} {"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":1723161601273,"s":"BTCUSDT","U":1,"u":2,"b":[],"a":[]}}`
const usdmDepth = `${receive} {"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":1723161256299,"T":1723161256298,"s":"BTCUSDT","U":1,"u":2,"b":[],"a":[]}}`
const spotTicker = `${receive} {"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT"}}`
const usdmTicker = `${receive} {"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":1,"s":"BTCUSDT"}}`
const spotAggregated = `${receive} {"data":{"e":"aggTrade","E":1723161256299123,"s":"BTCUSDT","a":1,"p":"1","q":"1","f":1,"l":1,"T":1723161256298123,"m":true,"M":true}}`
const usdmAggregated = `${receive} {"data":{"e":"aggTrade","E":1723161256299,"s":"BTCUSDT","a":1,"p":"1","q":"1","f":1,"l":1,"T":1723161256298,"m":true}}`

const cases: readonly [string, readonly string[], string, boolean][] = [
  ['spot trades', [spotTrade], 'binance', true],
  ['USD-M trades', [usdmTrade], 'binance-usdm', true],
  ['spot depth', [spotDepth], 'binance', false],
  ['USD-M depth', [usdmDepth], 'binance-usdm', false],
  ['spot book tickers', [spotTicker], 'binance', false],
  ['USD-M book tickers', [usdmTicker], 'binance-usdm', false],
  ['spot aggregated trades', [spotAggregated], 'binance', false],
  ['USD-M aggregated trades', [usdmAggregated], 'binance-usdm', false],
  ['a trade at the very end', [usdmAggregated, usdmDepth, usdmTrade], 'binance-usdm', true],
]
for (const [name, lines, exchange, plainTrades] of cases) {
  test(`tells the market by ${name}`, async () => {
    const path = folder.write(`${name}.ws`, lines.join('\n'))
    expect(await surveyCapture(path, false)).toMatchObject({
      exchange,
      plainTrades,
      receiveUnit: 'ns',
    })
  })
}

test('tells the time unit by the messages', async () => {
  expect(await surveyCapture(folder.write('us.ws', spotAggregated), false)).toMatchObject({
    unit: 'us',
  })
  expect(await surveyCapture(folder.write('ms.ws', spotTrade), false)).toMatchObject({ unit: 'ms' })
})

test('knows a line of a capture from a row of a CSV', () => {
  expect(isCaptureLine(spotTrade)).toBe(true)
  expect(isCaptureLine('1723161254087,1,2')).toBe(false)
  expect(isCaptureLine('{"a":1}')).toBe(false)
})
