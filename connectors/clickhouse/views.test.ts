import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareSchema } from './schema.ts'
import { type TestFolder, testFolder, topicNamed } from './testing/data-folder.ts'
import { fillTables, type TestDatabase, testDatabase } from './testing/embedded.ts'
import { sampleRecord } from './testing/sample-records.ts'

const hourMs = 3_600_000
const minuteMs = 60_000
/** The present of the records. */
const clockMs = Date.UTC(2025, 4, 20, 12)

let folder: TestFolder
let database: TestDatabase

interface Fields {
  readonly [field: string]: unknown
}

function write(topic: string, timeMs: number, fields: Fields): void {
  const value = { ...sampleRecord(topicNamed(topic).schema, 1), ...fields }
  folder.log.append(topicNamed(topic), 0, { key: 'key', value, timeMs })
}

function vote(head: string, direction: string, validity = 'OK'): Fields {
  const [sample] = sampleRecord(topicNamed('head-votes').schema, 1).votes as readonly Fields[]
  return { ...sample, head, direction, validity }
}

function writeCandles(): void {
  const candle = (symbol: string, minute: number, revision: number, close: number) =>
    write('candles', clockMs - hourMs + revision, {
      symbol,
      timeframe: '1m',
      open_time: clockMs - 2 * hourMs + minute * minuteMs,
      close,
      revision,
    })
  candle('BTCUSDT', 0, 0, 10)
  candle('BTCUSDT', 1, 0, 20)
  candle('ETHUSDT', 0, 0, 30)
  candle('BTCUSDT', 0, 1, 11)
  candle('BTCUSDT', 0, 3, 13)
}

function writeWeights(): void {
  const weights = (version: number, effectiveMs: number, a: number, b: number) =>
    write('weights', effectiveMs - 10 * minuteMs, {
      version,
      weights: { HEAD_A: a, HEAD_B: b },
      trigger: 'outcome',
      effective_from: effectiveMs,
      metrics: { won: 1 },
      hit_rate: { HEAD_A: 0.55, HEAD_B: 0.5 },
      contribution: { HEAD_A: 0.1, HEAD_B: -0.1 },
    })
  weights(1, clockMs - hourMs, 0.6, 0.4)
  weights(2, clockMs + 5 * minuteMs, 0.7, 0.3)
}

function writeSettings(): void {
  const setting = (version: number, name: string, value: unknown, effectiveMs: number) =>
    write('settings', clockMs - 8 * hourMs + version, {
      version,
      name,
      value: JSON.stringify(value),
      effective_from: effectiveMs,
    })
  setting(1, 'config', { trading: { preset: 'strict' } }, clockMs - 7 * hourMs)
  setting(2, 'preset', 'exploring', clockMs - 6 * hourMs)
  setting(3, 'indicator_weights', { rsi: 2 }, clockMs - 5 * hourMs)
  setting(4, 'preset', 'strict', clockMs + hourMs)
  // A start says its configuration again; a preset that was ordered stays in force.
  setting(5, 'config', { trading: { preset: 'standard' } }, clockMs - hourMs)
}

function writeTrades(): void {
  const signal = (id: string, agoHours: number) =>
    write('signals', clockMs - agoHours * hourMs, {
      id,
      candidate_id: `c-${id}`,
      signal_time: clockMs - agoHours * hourMs,
      mode: 'replay',
    })
  const ended = (id: string, agoHours: number, fields: Fields) =>
    write('outcomes', clockMs - agoHours * hourMs, {
      id: `end-${id}`,
      signal_id: id,
      candidate_id: `c-${id}`,
      kind: 'real',
      gate: null,
      mode: 'replay',
      exit_time: clockMs - agoHours * hourMs,
      ...fields,
    })
  signal('lost', 74)
  signal('three', 72)
  signal('one', 20)
  signal('two', 10)
  signal('open', 1)
  ended('three', 71, {
    direction: 'LONG',
    won: true,
    net_pct: 0.5,
    pnl: 5,
    reward_risk: 1,
    outcome: 'EXPIRED',
    exit_reason: 'expiry',
    votes: [vote('HEAD_A', 'LONG', 'WARMING'), vote('HEAD_B', 'LONG')],
  })
  ended('one', 19, {
    direction: 'LONG',
    won: true,
    net_pct: 2,
    pnl: 20,
    reward_risk: 1,
    outcome: 'TP_HIT',
    exit_reason: 'take_profit',
    votes: [vote('HEAD_A', 'LONG'), vote('HEAD_B', 'SHORT')],
  })
  ended('two', 9, {
    direction: 'SHORT',
    won: false,
    net_pct: -1,
    pnl: -10,
    reward_risk: 3,
    outcome: 'SL_HIT',
    exit_reason: 'trailing_stop',
    votes: [vote('HEAD_A', 'SHORT'), vote('HEAD_B', 'SHORT')],
  })
  const rejected = (id: string, gate: string, stage: string) =>
    write('rejections', clockMs - 8 * hourMs, {
      id,
      candidate_id: `c-${id}`,
      symbol: 'BTCUSDT',
      timeframe: '15m',
      gate,
      stage,
      value: 0.5,
      threshold: 0.65,
      note: 'too low',
    })
  rejected('r1', 'consensus', 'MARKET')
  rejected('r2', 'cool-down', 'DESK')
  rejected('r3', 'cool-down', 'DESK')
  ended('r2', 8, {
    signal_id: 'c-r2',
    kind: 'shadow',
    gate: 'desk',
    direction: 'LONG',
    won: true,
    net_pct: 1.5,
    pnl: 0,
    reward_risk: 1,
    votes: [vote('HEAD_A', 'LONG'), vote('HEAD_B', 'LONG')],
  })
}

function writeEvents(): void {
  const event = (type: string, value: unknown) =>
    write('learning-events', clockMs, {
      id: type,
      event_type: type,
      event_time: clockMs,
      new_value: JSON.stringify(value),
    })
  const report = { decision: 'update', outcomes: 10, meanScores: { HEAD_A: 0.1 }, reason: 'mean' }
  event('daily_update', { version: 1, weights: {}, report })
  event('weekly_skipped', { decision: 'skip', outcomes: 3, reason: '3 outcomes, fewer than 50' })
  event('head_weights_update', {})
}

beforeAll(async () => {
  folder = testFolder(1)
  database = await testDatabase()
  await prepareSchema(database.client)
  writeCandles()
  writeWeights()
  writeSettings()
  writeTrades()
  writeEvents()
  write('status', clockMs, { time: clockMs })
  for (const [symbol, agoMs] of [
    ['BTCUSDT', 9_000],
    ['ETHUSDT', 61_000],
    ['BTCUSDT', 1_000],
  ] as const)
    write('price-times', clockMs, { symbol, price_time: clockMs - agoMs })
  folder.log.commit([])
  await fillTables(folder.path, database.client)
})
afterAll(async () => {
  await database.remove()
  await folder.remove()
})

const rows = (query: string) => database.rows<Fields>(query)

test('candles and market_data show the newest revision only', async () => {
  const newest = [
    { symbol: 'BTCUSDT', close: 13, revision: 3 },
    { symbol: 'BTCUSDT', close: 20, revision: 0 },
    { symbol: 'ETHUSDT', close: 30, revision: 0 },
  ]
  expect(
    await rows('SELECT symbol, close, revision FROM candles ORDER BY symbol, open_time'),
  ).toEqual(newest)
  expect(
    await rows("SELECT close FROM market_data WHERE symbol = 'BTCUSDT' ORDER BY timestamp"),
  ).toEqual([{ close: 13 }, { close: 20 }])
})

test('a question about one symbol reads only its own candles', async () => {
  const plan = await rows("EXPLAIN indexes = 1 SELECT close FROM market_data WHERE symbol = 'X'")
  const text = plan.map(({ explain }) => explain).join('\n')
  expect(text).toContain("symbol in ['X', 'X']")
})

test('learning_state has every version, active_learning_state those in force', async () => {
  expect(
    await rows(
      "SELECT version, state_data, performance_metrics FROM learning_state WHERE state_type = 'head_weights' ORDER BY version",
    ),
  ).toEqual([
    { version: 1, state_data: '{"HEAD_A":0.6,"HEAD_B":0.4}', performance_metrics: '{"won":1}' },
    { version: 2, state_data: '{"HEAD_A":0.7,"HEAD_B":0.3}', performance_metrics: '{"won":1}' },
  ])
  const active = await rows(
    "SELECT state_type, current_version, state_data FROM active_learning_state WHERE state_type != 'thresholds' ORDER BY state_type",
  )
  expect(active).toEqual([
    {
      state_type: 'confidence_threshold',
      current_version: 2,
      state_data: '{"preset":"exploring","consensus_confidence":0.55}',
    },
    { state_type: 'head_weights', current_version: 1, state_data: '{"HEAD_A":0.6,"HEAD_B":0.4}' },
    { state_type: 'indicator_weights', current_version: 3, state_data: '{"rsi":2}' },
    {
      state_type: 'learning_config',
      current_version: 5,
      state_data: '{"trading":{"preset":"standard"}}',
    },
  ])
  const [thresholds] = await rows(
    "SELECT state_data FROM active_learning_state WHERE state_type = 'thresholds'",
  )
  expect(JSON.parse(String(thresholds?.state_data))).toMatchObject({
    vote_probability: 0.52,
    confluence: 50,
    net_profit_pct: 0.3,
    history: null,
  })
})

test('current_head_weights has the version in force', async () => {
  const common = { version: 1, trigger: 'outcome' }
  expect(
    await rows(
      'SELECT head, weight, version, hit_rate, contribution, trigger FROM current_head_weights',
    ),
  ).toEqual([
    { head: 'HEAD_A', weight: 0.6, hit_rate: 0.55, contribution: 0.1, ...common },
    { head: 'HEAD_B', weight: 0.4, hit_rate: 0.5, contribution: -0.1, ...common },
  ])
})

test('head_performance counts real outcomes only, each rate with its n and interval', async () => {
  const [a, b] = await rows('SELECT * FROM head_performance')
  expect(a).toMatchObject({ head: 'HEAD_A', votes: 2, agreed: 2, won: 1, win_rate: 0.5 })
  expect(a).toMatchObject({ break_even: 0.375, net_pct: 0.5, judgement: 'too few to judge' })
  // The 95 % Wilson interval of 1 in 2.
  expect(a?.win_rate_low).toBeCloseTo(0.0945, 4)
  expect(a?.win_rate_high).toBeCloseTo(0.9055, 4)
  expect(b).toMatchObject({ head: 'HEAD_B', votes: 3, agreed: 2, won: 1, win_rate: 0.5 })
  expect(b).toMatchObject({ break_even: 0.375, net_pct: -0.25, contribution: -0.1 })
})

test('live_signals has those still followed, signal_history those that ended', async () => {
  expect(await rows('SELECT id, source FROM live_signals')).toEqual([
    { id: 'open', source: 'replay' },
  ])
  expect(
    await rows(
      'SELECT id, outcome, outcome_type, exit_reason, pnl, source FROM signal_history ORDER BY signal_timestamp',
    ),
  ).toEqual([
    {
      id: 'three',
      outcome: 'win',
      outcome_type: 'EXPIRED',
      exit_reason: 'expiry',
      pnl: 5,
      source: 'replay',
    },
    {
      id: 'one',
      outcome: 'win',
      outcome_type: 'TP_HIT',
      exit_reason: 'take_profit',
      pnl: 20,
      source: 'replay',
    },
    {
      id: 'two',
      outcome: 'loss',
      outcome_type: 'SL_HIT',
      exit_reason: 'trailing_stop',
      pnl: -10,
      source: 'replay',
    },
  ])
})

test('signal_rejections names the gate and keeps the numbers', async () => {
  const [found] = await rows("SELECT * FROM signal_rejections WHERE id = 'r1'")
  expect(found).toMatchObject({
    symbol: 'BTCUSDT',
    timeframe: '15m',
    rejection_reason: 'consensus',
    created_at: '2025-05-20 04:00:00.000',
  })
  expect(JSON.parse(String(found?.metadata))).toMatchObject({
    stage: 'MARKET',
    value: 0.5,
    threshold: 0.65,
    note: 'too low',
    candidate_id: 'c-r1',
  })
})

test('rejections_by_gate has the share of all opportunities and what the shadows became', async () => {
  const [coolDown, consensus] = await rows('SELECT * FROM rejections_by_gate')
  expect(coolDown).toMatchObject({
    gate: 'cool-down',
    stage: 'DESK',
    rejections: 2,
    opportunities: 8,
    share: 0.25,
    shadows: 1,
    shadows_won: 1,
    shadow_win_rate: 1,
    shadow_win_rate_high: 1,
    shadow_break_even: 0.5,
    shadow_net_pct: 1.5,
    judgement: 'too few to judge',
  })
  // The 95 % Wilson interval of 1 in 1.
  expect(coolDown?.shadow_win_rate_low).toBeCloseTo(0.2065, 4)
  expect(consensus).toMatchObject({
    gate: 'consensus',
    rejections: 1,
    share: 0.125,
    shadows: 0,
    shadow_win_rate: null,
    shadow_win_rate_low: 0,
    shadow_win_rate_high: 1,
  })
})

test('performance_reports has a row a job, with the outcomes of its time', async () => {
  const [daily, weekly] = await rows('SELECT * FROM performance_reports ORDER BY report_type')
  expect(daily).toMatchObject({
    report_type: 'daily',
    decision: 'update',
    reason: 'mean',
    weights_version: 1,
    outcomes_used: 10,
    outcomes: 2,
    wins: 1,
    win_rate: 0.5,
    pnl: 10,
    net_pct: 0.5,
    head_scores: '{"HEAD_A":0.1}',
  })
  expect(weekly).toMatchObject({
    report_type: 'weekly',
    decision: 'skip',
    reason: '3 outcomes, fewer than 50',
    weights_version: null,
    outcomes: 3,
    wins: 2,
    pnl: 15,
    net_pct: 0.5,
  })
  expect(await rows('SELECT * FROM performance_reports')).toHaveLength(2)
})

test('data_ages has the age of the newest price of each symbol', async () => {
  expect(await rows('SELECT symbol, age_ms FROM data_ages ORDER BY symbol')).toEqual([
    { symbol: 'BTCUSDT', age_ms: 1_000 },
    { symbol: 'ETHUSDT', age_ms: 61_000 },
  ])
})
