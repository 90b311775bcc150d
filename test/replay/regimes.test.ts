import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Source } from '../../engine/core/source.ts'
import type { Log } from '../../engine/log/log.ts'
import { isTimeframe, timeframeMs } from '../../operators/timeframe.ts'
import type { HeadVotes, MarketRegime } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { chainEngine, chainTopology, digestsOf, memoryLog, runChain, valuesOf } from './chain.ts'
import {
  cutAt,
  dataFolder,
  dayMs,
  firstRows,
  haveData,
  monthFiles,
  monthStartMs,
  rowsPerDay,
  sourceOf,
  whereAbsent,
} from './market-data.ts'
import { DigestsUpTo } from './running-digests.ts'

const adapting = { regimeAdapt: true } as const
const topology = chainTopology(adapting)
const fiveMinuteFile = `${dataFolder}klines_5m/binance_spot_ETHUSDT_5m_2024.csv.gz`

/** The regime in force before a close. */
function inForce(regimes: readonly MarketRegime[], closeMs: number): MarketRegime | undefined {
  return regimes.findLast(({ time }) => time < closeMs)
}

/** Each scan of a symbol, and each candle of the timeframe in force, with the regime before its close. */
function checkScans(log: Log, symbol: string): ReadonlySet<string> {
  const ofSymbol = <T extends { readonly symbol: string }>(values: readonly T[]) =>
    values.filter((value) => value.symbol === symbol)
  const regimes = ofSymbol(valuesOf(log, topics.regimes))
  const votes = ofSymbol(valuesOf(log, topics.headVotes))
  const scanAt = (closeMs: number) => inForce(regimes, closeMs)?.scan ?? '15m'
  const expected = ofSymbol(valuesOf(log, topics.candles)).flatMap((candle) => {
    const { timeframe, open_time, revision } = candle
    if (!isTimeframe(timeframe) || revision > 0) return []
    const closeMs = open_time + timeframeMs[timeframe]
    return scanAt(closeMs) === timeframe ? [`${timeframe} ${closeMs}`] : []
  })
  const cast = votes.map(({ timeframe, close_time }: HeadVotes) => `${timeframe} ${close_time}`)
  expect(cast.sort()).toEqual(expected.sort())
  expect(new Set(votes.map(({ close_time }) => close_time)).size).toBe(votes.length)
  return new Set(votes.map(({ timeframe }) => timeframe))
}

describe.skipIf(!haveData)(`five days of one symbol whose regimes adapt${whereAbsent}`, () => {
  let files: ReturnType<typeof firstRows>
  let source: Source
  let log: Log
  beforeAll(async () => {
    files = firstRows(monthFiles.slice(1, 2), 5 * rowsPerDay)
    source = await sourceOf(files.paths)
    log = await runChain({ source, topology })
  })
  afterAll(() => files.remove())

  test('scan at every close of the timeframe in force before it, and at no other, once', () => {
    expect(checkScans(log, 'ETHUSDT')).toEqual(new Set(['1m', '15m', '1h']))
  })

  test('judge each case under the regime that chose its scan', () => {
    const regimes = valuesOf(log, topics.regimes)
    const judged = [...valuesOf(log, topics.candidates), ...valuesOf(log, topics.rejections)]
    expect(judged.length).toBeGreaterThan(500)
    for (const { timeframe, candle_close_time: closeMs, regime } of judged) {
      const before = inForce(regimes, closeMs)
      expect([regime, timeframe]).toEqual([before?.regime ?? 'RANGING', before?.entry ?? '15m'])
    }
  })

  test('say of a shorter input what they say of the longer one up to there', async () => {
    const whole = new DigestsUpTo(log)
    for (const days of [2.3, 3 + 1 / 1_440, 4.500_35]) {
      const engine = chainEngine({ source: cutAt(source, monthStartMs + days * dayMs), topology })
      await engine.run()
      const commonMs = engine.watermarkMs()
      const cut = new DigestsUpTo(engine.log)
      expect(cut.at(commonMs), `cut after ${days} days`).toEqual(whole.at(commonMs))
    }
  })

  for (const cut of [['regimes'], ['head-votes'], ['features', 'regimes', 'head-votes']]) {
    test(`have the digests of the uncut chain: ${cut.join(', ')}`, async () => {
      const parted = chainTopology(adapting, cut)
      const stages = memoryLog({ topology: parted, roundtrip: true })
      const run = { source, topology: parted, log: stages, batch: 500 }
      expect(digestsOf(await runChain(run))).toEqual(digestsOf(log))
    })
  }
})

test.skipIf(!haveData)(
  `data of five minutes is scanned on nothing shorter, and says so${whereAbsent}`,
  async () => {
    const few = firstRows([fiveMinuteFile], (12 * rowsPerDay) / 5)
    const log = await runChain({ source: await sourceOf(few.paths), topology })
    few.remove()
    const scanned = checkScans(log, 'ETHUSDT')
    expect(scanned).not.toContain('1m')
    const volatile = valuesOf(log, topics.regimes).filter(({ regime }) => regime === 'VOLATILE')
    expect(volatile.length).toBeGreaterThan(0)
    for (const { scan, reason } of volatile) {
      expect(scan).toBe('5m')
      expect(reason).toContain('no candles of 1m, so of 5m')
    }
  },
)
