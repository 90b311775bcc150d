import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Admin, Kafka, Producer } from 'kafkajs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { AvroCodec } from '../../engine/log/avro-codec.ts'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { avro, type Signal, type Status } from '../../schemas/contracts.generated.ts'
import { freshName, haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'
import { pythonWith } from './python.ts'

const example = (path: string) => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url))
const python = haveKafka
  ? await pythonWith(example('signals-bot-python/requirements.txt'))
  : { missing: 'no broker' }

const bots = [
  {
    language: 'TypeScript',
    command: ['node', '--import', 'tsx', example('signals-bot-typescript/bot.ts')],
    missing: undefined,
  },
  {
    language: 'Python',
    command: [python.path ?? '', example('signals-bot-python/bot.py')],
    missing: python.missing,
  },
]

/** As a Confluent-compatible registry answers those who only read. */
class ReadOnlyRegistry {
  readonly asked = new Set<string>()
  private readonly codecs: readonly AvroCodec[]
  private readonly server: Server

  constructor(codecs: readonly AvroCodec[]) {
    this.codecs = codecs
    this.server = createServer(({ url = '' }, answer) => {
      this.asked.add(url.replace(/\?.*/, ''))
      const [, id] = /^\/schemas\/ids\/(\d+)(?:\?|$)/.exec(url) ?? []
      const codec = codecs[Number(id) - 1]
      answer.statusCode = codec === undefined ? 404 : 200
      answer.setHeader('content-type', 'application/vnd.schemaregistry.v1+json')
      const unknown = { error_code: 40403, message: 'Schema not found' }
      answer.end(JSON.stringify(codec ? { schema: JSON.stringify(codec.schema) } : unknown))
    })
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** In the Confluent wire format. */
  encode(topic: string, value: unknown): Buffer {
    const at = this.codecs.findIndex((codec) => codec.topic === topic)
    const head = Buffer.alloc(5)
    head.writeInt32BE(at + 1, 1)
    return Buffer.concat([head, (this.codecs[at] as AvroCodec).encodeBody(value)])
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

/** A bot as a person runs it, and what it has printed. */
class RunningBot {
  printed = ''
  private readonly process: ChildProcess

  constructor([command = '', ...args]: readonly string[]) {
    this.process = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on('data', (bytes: Buffer) => {
        this.printed += bytes.toString()
      })
  }

  /** Whole lines since the last probe. */
  get lines(): readonly string[] {
    const lines = this.printed.split('\n').slice(0, -1)
    return lines.slice(lines.findLastIndex((line) => line.startsWith('SIGNAL probe')) + 1)
  }

  async says(pattern: RegExp): Promise<void> {
    await vi
      .waitUntil(() => this.lines.some((line) => pattern.test(line)), { timeout: 20_000 })
      .catch(() => expect.fail(`no line like ${pattern} in:\n${this.printed}`))
  }

  async end(): Promise<void> {
    if (this.process.exitCode !== null) return
    const exited = once(this.process, 'exit')
    this.process.kill('SIGTERM')
    await exited
  }
}

describe.skipIf(!haveKafka)(`the example bots${whyNotKafka}`, () => {
  const registry = new ReadOnlyRegistry([
    new AvroCodec('signals', avro.signal),
    new AvroCodec('status', avro.status),
  ])
  let kafka: TestKafka
  let client: Kafka
  let admin: Admin
  let producer: Producer
  let prefix: string
  let bot: RunningBot | undefined

  beforeAll(async () => {
    kafka = await startKafka()
    client = kafkaClient({ brokers: kafka.brokers }, 'tests', () => undefined)
    admin = client.admin()
    producer = client.producer()
    await Promise.all([admin.connect(), producer.connect(), registry.listen()])
    // The first time, Kafka's jars are fetched.
  }, 300_000)
  afterAll(async () => {
    await Promise.all([admin.disconnect(), producer.disconnect()])
    registry.close()
    await kafka.stop()
  })
  beforeEach(async () => {
    prefix = `${freshName('bots')}.`
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        { topic: `${prefix}signals`, numPartitions: 1 },
        { topic: `${prefix}status`, numPartitions: 1 },
      ],
    })
  })
  afterEach(async () => {
    await bot?.end()
    bot = undefined
  })

  const record = (topic: 'signals' | 'status', value: unknown) => ({
    topic: `${prefix}${topic}`,
    messages: [{ key: 'BTCUSDT', value: registry.encode(topic, value) }],
  })
  const signal = (id: string, other: Partial<Signal> = {}) =>
    record('signals', { ...plainSignal, valid_until: Date.now() + 60_000, id, ...other })
  const status = (other: Partial<Status> = {}) =>
    record('status', { ...plainStatus, time: Date.now(), ...other })

  /** A bot that has shown that it reads both topics. */
  const started = async (
    command: readonly string[],
    flags: readonly string[] = [],
    about: { readonly status?: Partial<Status>; readonly signal?: Partial<Signal> } = {},
  ): Promise<RunningBot> => {
    const places = ['--brokers', kafka.brokers.join(','), '--registry', registry.url]
    const running = new RunningBot([...command, ...places, '--prefix', prefix, ...flags])
    bot = running
    await vi
      .waitUntil(
        async () => {
          await producer.send(status(about.status))
          await producer.send(signal('probe', about.signal))
          return running.printed.includes('SIGNAL probe')
        },
        { timeout: 30_000, interval: 250 },
      )
      .catch(() => expect.fail(`the bot does not read:\n${running.printed}`))
    // So that no probe is on its way any more.
    await producer.send(signal('probe-last', about.signal))
    await vi.waitUntil(() => running.printed.includes('SIGNAL probe-last'), { timeout: 10_000 })
    return running
  }

  for (const { language, command, missing } of bots) {
    describe.skipIf(missing !== undefined)(
      `in ${language}${missing ? ` (${missing})` : ''}`,
      () => {
        test('prints what it may act on, and refuses other modes, what is past, and what was aborted', async () => {
          const bot = await started(command)
          expect(bot.printed).toMatch(/^STOPPED: no status of mode live yet$/m)
          expect(bot.printed).toMatch(/^RUNNING$/m)
          const open = async () => {
            const transactionalId = freshName('desk')
            const one = client.producer({ transactionalId, idempotent: true })
            await one.connect()
            return { one, transaction: await one.transaction() }
          }
          const [a, b] = [await open(), await open()]
          await a.transaction.send(signal('aborted-1'))
          await b.transaction.send(signal('aborted-2'))
          await b.transaction.abort()
          await a.transaction.send(signal('aborted-3'))
          await a.transaction.abort()
          await Promise.all([a.one.disconnect(), b.one.disconnect()])
          await producer.send({ topic: `${prefix}signals`, messages: [{ value: null }] })
          await producer.send(signal('good'))
          await producer.send(signal('of-a-simulation', { mode: 'sim' }))
          await producer.send(signal('past', { valid_until: Date.now() - 60_000 }))
          await producer.send(signal('last', { direction: 'SHORT' }))
          await bot.says(/ last: /)
          expect(bot.lines).toEqual([
            expect.stringMatching(
              /^SIGNAL good: BTCUSDT LONG at about 65000(\.0)?, take profit 66000(\.0)?, stop loss 64500(\.0)?, 3x$/,
            ),
            'REFUSED of-a-simulation: its mode is sim',
            expect.stringMatching(/^REFUSED past: it ended 6\d s ago$/),
            expect.stringMatching(/^SIGNAL last: BTCUSDT SHORT /),
          ])
          for (const path of registry.asked) expect(path).toMatch(/^\/schemas\/ids\/[12]$/)
        })

        test('stops when the desk is halted, the data or the status is old, and when nothing comes', async () => {
          const bot = await started(command, ['--max-status-age', '6', '--max-data-age', '90'])
          const stops: readonly [Partial<Status>, RegExp][] = [
            [{ state: 'HALTED', reason: 'four stops' }, /the desk is HALTED: four stops$/],
            [{ data_age_ms: 91_000 }, /the newest price is 91 s old$/],
            [{ stalest_age_ms: 120_000 }, /ETHUSDT: its price is 120 s old$/],
            [{ data_age_ms: null }, /there was no price yet$/],
            [{ time: Date.now() - 60_000 }, /the status is \d+ s old$/],
            [{ time: Date.now() + 60_000 }, /this machine's clock is \d+ s behind$/],
          ]
          for (const [n, [other, why]] of stops.entries()) {
            await producer.send(status(other))
            await bot.says(new RegExp(`^STOPPED: ${why.source}`))
            await producer.send(signal(`refused-${n}`))
            await bot.says(new RegExp(`^REFUSED refused-${n}: stopped: ${why.source}`))
            const running = bot.lines.filter((line) => line === 'RUNNING').length
            await producer.send(status())
            await vi.waitUntil(
              () => bot.lines.filter((line) => line === 'RUNNING').length > running,
              { timeout: 10_000 },
            )
          }
          // From here on, silence.
          await bot.says(/^STOPPED: no status for \d+ s$/)
          await producer.send(signal('unwatched'))
          await bot.says(/^REFUSED unwatched: stopped: no status for \d+ s$/)
          expect(bot.lines.filter((line) => line.startsWith('SIGNAL'))).toEqual([])
        })

        test('follows a simulation by the time of its market when it is told to', async () => {
          const time = Date.UTC(2025, 0, 1)
          const sim = { mode: 'sim' } as const
          const bot = await started(command, ['--mode', 'sim'], {
            status: { ...sim, time },
            signal: { ...sim, valid_until: time + 1_000 },
          })
          await producer.send(signal('past', { ...sim, valid_until: time - 1_000 }))
          await producer.send(signal('live'))
          await producer.send(signal('good', { ...sim, valid_until: time }))
          await bot.says(/ good: /)
          expect(bot.lines).toEqual([
            'REFUSED past: it ended 1 s ago',
            'REFUSED live: its mode is live',
            expect.stringMatching(/^SIGNAL good: /),
          ])
        })
      },
    )
  }
})

const plainSignal: Signal = {
  id: '',
  candidate_id: 'candidate',
  symbol: 'BTCUSDT',
  timeframe: '15m',
  direction: 'LONG',
  mode: 'live',
  signal_time: 0,
  entry_after: 0,
  valid_until: 0,
  reference_price: 65_000,
  take_profit: 66_000,
  stop_loss: 64_500,
  leverage: 3,
  notional: 1_000,
  risk_pct: 1,
  confidence: 0.7,
  probability: 0.6,
  regime: 'TRENDING',
  atr_pct: 0.6,
  reward_risk: 2,
  funding_rate: null,
  vote_id: 'vote',
  weights_version: 7,
  equity: 10_000,
  votes: [],
  levels_reason: '',
}

const plainStatus: Status = {
  time: 0,
  state: 'RUNNING',
  reason: '',
  halted_until: null,
  watermark: 0,
  mode: 'live',
  open_signals: 0,
  equity: 10_000,
  drawdown_pct: 0,
  weights_version: 7,
  data_time: 0,
  data_age_ms: 1_000,
  stalest_symbol: 'ETHUSDT',
  stalest_age_ms: 2_000,
}
