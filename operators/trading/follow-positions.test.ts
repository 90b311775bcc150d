import { describe, expect, test } from 'vitest'
import { defineJoin } from '../../engine/core/operator.ts'
import { testDriver } from '../../engine/testing/driver.ts'
import { OperatorRun, underTest } from '../../engine/testing/operator-run.ts'
import type { Candidate, Candle, Outcome, Signal } from '../../schemas/contracts.generated.ts'
import type { ValidTrade } from '../candles/validate-trades.ts'
import type { ExitSettings } from '../positions/exits/catalogue.ts'
import { followPositions } from './follow-positions.ts'
import type { Judgement } from './judge.ts'
import { type TradingSettings, tradingDefaults } from './trading-settings.ts'

const minute = 60_000
const hour = 60 * minute
const inputs = ['signal', 'context', 'trade', 'candle', 'judgement'] as const

const settingsOf = (exits: ExitSettings): TradingSettings => ({
  ...tradingDefaults,
  priceTolerance: 0,
  exits,
})

const following = (exits: ExitSettings) =>
  underTest(inputs, (streams) => ({
    // biome-ignore lint/suspicious/noExplicitAny: the driver's inputs have no types
    out: followPositions({ id: 'positions', settings: settingsOf(exits) })(streams as any),
  }))

const common = {
  symbol: 'BTCUSDT',
  timeframe: '15m',
  direction: 'LONG',
  mode: 'replay',
  reference_price: 100,
  take_profit: 110,
  stop_loss: 95,
  confidence: 0.7,
  probability: 0.7,
  regime: 'TRENDING',
  atr_pct: 1,
  reward_risk: 2,
  funding_rate: null,
  vote_id: 'v',
  weights_version: 0,
  votes: [],
  levels_reason: '',
} as const

const signal: Signal = {
  ...common,
  id: 's',
  candidate_id: 'c',
  signal_time: 0,
  entry_after: 2_000,
  valid_until: hour,
  leverage: 3,
  notional: 5_000,
  risk_pct: 1,
  equity: 10_000,
}

const refused: Judgement = {
  kind: 'rejection',
  rejection: {
    ...common,
    id: 'r',
    candidate_id: 'x',
    candle_close_time: 0,
    stage: 'MARKET',
    gate: 'history',
    value: null,
    threshold: null,
    note: '',
    support: 0.6,
    gates: [],
  },
  shadow: {
    ...common,
    id: 'x',
    candle_close_time: 0,
    atr: 1,
    support: 0.6,
    net_profit_pct: 1,
    hour_atr_pct: 1,
    gates: [],
  } satisfies Candidate,
}

/** A signal and a shadow of the same levels, then trades a minute apart. */
function followed(exits: ExitSettings, prices: readonly number[]) {
  const driver = testDriver(inputs, following(exits).build)
  driver.feed('signal', 'BTCUSDT', signal, 0)
  driver.feed('judgement', 'BTCUSDT', refused, 0)
  for (const [at, price] of prices.entries()) {
    const timeMs = (at + 1) * minute
    const trade = { symbol: 'BTCUSDT', price, quantity: 1, event_time: timeMs } as ValidTrade
    driver.feed('trade', 'BTCUSDT', trade, timeMs)
  }
  driver.beat((prices.length + 1) * minute)
  return driver
}

const outcomesOf = (driver: { values(output: string): unknown[] }) =>
  driver.values('out') as Outcome[]

describe('following positions under exit policies', () => {
  const exits: ExitSettings = {
    partial_take_profit: { atR: 1, share: 0.5 },
    break_even: { atR: 1 },
  }

  test('books the part, what closed the rest, and the sum of both', () => {
    const [real] = outcomesOf(followed(exits, [100, 105, 104, 100]))
    expect(real).toMatchObject({
      kind: 'real',
      outcome: 'SL_HIT',
      exit_reason: 'break_even',
      exit_price: 100,
      stop_loss: 95,
      partial_exits: [{ time: 2 * minute, price: 105, share: 0.5, reason: 'partial_take_profit' }],
      won: true,
    })
    expect(real?.gross_pct).toBeCloseTo(2.5, 12)
    expect(real?.fees_pct).toBeCloseTo(0.14, 12)
    expect(real?.pnl).toBeCloseTo((5_000 * (2.5 - 0.14)) / 100, 9)
  })

  test('follows shadows under the same policies', () => {
    const [real, shadow, ...none] = outcomesOf(followed(exits, [100, 105, 104, 100]))
    expect(none).toEqual([])
    expect(shadow).toMatchObject({ kind: 'shadow', gate: 'history', pnl: 0 })
    const { net_pct, exit_reason, exit_time, exit_price, partial_exits, won } = real as Outcome
    expect(shadow).toMatchObject({
      net_pct,
      exit_reason,
      exit_time,
      exit_price,
      partial_exits,
      won,
    })
  })

  test('closes by time while the market sleeps, at the last price, and leaves no timer behind', () => {
    const driver = followed({ time_exit: { afterHours: 2, underR: null } }, [100, 101])
    driver.beat(2 * hour)
    expect(outcomesOf(driver)).toEqual([])
    driver.crash()
    driver.beat(3 * hour)
    for (const outcome of outcomesOf(driver)) {
      expect(outcome).toMatchObject({
        outcome: 'EXPIRED',
        exit_reason: 'time_exit',
        exit_price: 101,
        exit_time: minute + 2 * hour,
        partial_exits: [],
      })
    }
    expect(driver.messages('out').map(({ timeMs }) => timeMs)).toEqual([
      minute + 2 * hour,
      minute + 2 * hour,
    ])
    const before = outcomesOf(driver).length
    driver.beat(100 * hour)
    expect(outcomesOf(driver)).toHaveLength(before)
  })

  test('names the level or the age without policies', () => {
    const reasonsOf = (driver: ReturnType<typeof followed>) =>
      outcomesOf(driver).map(({ exit_reason }) => exit_reason)
    expect(reasonsOf(followed({}, [100, 111]))).toEqual(['take_profit', 'take_profit'])
    expect(reasonsOf(followed({}, [100, 94]))).toEqual(['stop_loss', 'stop_loss'])
    const aged = followed({}, [100, 101])
    aged.beat(73 * hour)
    expect(reasonsOf(aged)).toEqual(['expiry', 'expiry'])
  })
})

test('positions that version 1 followed go on to their levels', () => {
  const position = {
    id: 's',
    side: 'LONG',
    takeProfit: 110,
    stopLoss: 95,
    entryAfterMs: 2_000,
    expiresAtMs: 72 * hour,
    entry: { price: 100, timeMs: minute },
    lastPrice: 101,
  }
  const about = { signal_id: 's', candidate_id: 'c', symbol: 'BTCUSDT', votes: [] }
  const one = {
    position,
    kind: 'real',
    gate: null,
    signalMs: 0,
    leverage: 3,
    notional: 5_000,
    about,
  }
  const version1 = underTest(inputs, (streams) => ({
    out: defineJoin<{ [name in (typeof inputs)[number]]: unknown }, Candle, unknown>({
      id: 'positions',
      version: 1,
      on: {
        signal(_, context) {
          context.store.put({ followed: [one], awaiting: [], funding: [], baseMs: minute })
          context.wakeAt(72 * hour, 'expiry:s')
        },
        context: () => undefined,
        trade: () => undefined,
        candle: () => undefined,
        judgement: () => undefined,
      },
    })(streams),
  }))
  const run = new OperatorRun(version1)
  const go = (step: Parameters<OperatorRun['append']>[0]): void => {
    run.append(step)
    while (run.run(Number.MAX_SAFE_INTEGER));
    run.commit()
  }
  go({ input: 'signal', key: 'BTCUSDT', value: signal, timeMs: minute })
  run.redeploy(following({}))
  go({ input: 'trade', key: 'BTCUSDT', value: { price: 109, event_time: hour }, timeMs: hour })
  go({ beatMs: 73 * hour })
  expect(run.list('out').map(({ value }) => value)).toEqual([
    expect.objectContaining({ exit_reason: 'expiry', exit_price: 109, partial_exits: [] }),
  ])
})
