import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import avro from 'avsc'
import { describe, expect, test } from 'vitest'
import { avro as contracts } from './contracts.generated.ts'
import { topics, validTrades } from './topics.ts'

interface RecordSchema {
  readonly type: string
  readonly name: string
  readonly namespace: string
  readonly doc?: string
  readonly fields: readonly { readonly name: string; readonly type: unknown }[]
}

const folder = fileURLToPath(new URL('./', import.meta.url))
const parse = (schema: unknown): avro.Type =>
  avro.Type.forSchema(schema as avro.Schema, { registry: {} })

/** What a reader of the present schema could not read, or undefined. */
function incompatibility(present: unknown, released: unknown): string | undefined {
  try {
    parse(present).createResolver(parse(released))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

test('the generated file is fresh', () => {
  const generate = fileURLToPath(new URL('generate.ts', import.meta.url))
  expect(() =>
    execFileSync(process.execPath, ['--import', 'tsx', generate, '--check'], { stdio: 'pipe' }),
  ).not.toThrow()
})

test('every contract has its file, and every file its contract', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.avsc'))
  const names = Object.keys(contracts).map(
    (name) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.avsc`,
  )
  expect(files.sort()).toEqual(names.sort())
})

describe('the schema of', () => {
  for (const { name, schema } of [...Object.values(topics), validTrades]) {
    test(`${name} stands for itself and says what it is about`, () => {
      const type = parse(schema) as avro.Type & { readonly doc?: string }
      const { type: kind, namespace, doc } = schema as RecordSchema
      expect([kind, namespace]).toEqual(['record', 'alphapulse'])
      expect(doc?.length).toBeGreaterThan(20)
      const random = type.random()
      expect(type.isValid(type.fromBuffer(type.toBuffer(random)))).toBe(true)
    })
  }

  /** Names that people, bots and tables rely on. */
  const required: { readonly [topic: string]: string } = {
    ticks: 'exchange symbol trade_id event_time receive_time price quantity taker_side',
    klines:
      'exchange symbol interval open_time open high low close volume taker_buy_volume receive_time origin',
    context: 'exchange symbol kind event_time receive_time value',
    control: 'id command arguments who why',
    settings: 'version name value effective_from who why',
    candles:
      'symbol timeframe open_time open high low close volume taker_buy_volume origin synthetic revision receive_time complete reanchored',
    features: 'symbol timeframe open_time close_time candle_revision close',
    gaps: 'id symbol timeframe from_time to_time missing state filled',
    'validation-reports': 'id symbol timeframe from_time to_time candles valid rules',
    'drift-reports': 'id symbol timeframe from_time to_time reference_from any_drifted columns',
    regimes: 'id symbol time regime since analysis entry scan step reason',
    embeddings:
      'id symbol timeframe open_time close_time encoder description vector long_risk short_risk neighbours joined',
    'head-votes': 'id symbol timeframe open_time close_time candle_revision votes',
    candidates: 'id symbol direction confidence mode vote_id weights_version gates votes',
    signals:
      'id candidate_id symbol direction mode valid_until take_profit stop_loss leverage confidence vote_id weights_version votes',
    rejections: 'id symbol direction stage gate value threshold mode weights_version',
    outcomes:
      'id signal_id kind mode outcome exit_price exit_time net_pct net_margin_pct pnl won vote_id weights_version votes exit_reason partial_exits',
    weights: 'version weights trigger effective_from metrics',
    'learning-events': 'id event_type signal_id old_value new_value triggered_by',
    'rule-scores': 'outcome_id signal_id event_time won drives rules',
    'price-times': 'symbol price_time',
    status: 'time state reason watermark mode data_time data_age_ms stalest_symbol stalest_age_ms',
  }
  for (const { name, schema } of Object.values(topics)) {
    test(`${name} has the fields that are relied on`, () => {
      const names = (schema as RecordSchema).fields.map((field) => field.name)
      expect(required).toHaveProperty([name])
      expect(names).toEqual(expect.arrayContaining((required[name] ?? '').split(' ')))
    })
  }
})

test('no two topics have the same name', () => {
  const names = Object.values(topics).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

describe('what was released', () => {
  const released = readdirSync(`${folder}released`).filter((name) => name.endsWith('.avsc'))
  const schemaOf = (file: string): RecordSchema =>
    JSON.parse(readFileSync(`${folder}released/${file}`, 'utf8')) as RecordSchema

  test('is all there is, or less', () => {
    expect(released.length).toBeGreaterThanOrEqual(15)
  })

  for (const file of released) {
    test(`can be read by the present ${file}`, () => {
      const name = file
        .replace('.avsc', '')
        .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
      const present = (contracts as { readonly [name: string]: unknown })[name]
      expect(present, `${file} was released: its contract must stay`).toBeDefined()
      expect(incompatibility(present, schemaOf(file))).toBeUndefined()
    })
  }

  test('would not be readable by a schema that breaks with it', () => {
    const tick = schemaOf('tick.avsc')
    const [first, ...others] = tick.fields
    const breaks: readonly RecordSchema[] = [
      { ...tick, fields: [...tick.fields, { name: 'added_without_default', type: 'string' }] },
      { ...tick, fields: [{ name: first?.name ?? '', type: 'boolean' }, ...others] },
      { ...tick, fields: [{ name: 'renamed', type: 'string' }, ...others] },
    ]
    for (const broken of breaks) expect(incompatibility(broken, tick)).toBeDefined()
    const grown = { ...tick, fields: [...tick.fields, { name: 'n', type: 'int', default: 0 }] }
    expect(incompatibility(grown, tick)).toBeUndefined()
  })
})
