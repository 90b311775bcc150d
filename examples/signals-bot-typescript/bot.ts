import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import avro from 'avsc'
import { Kafka, logLevel } from './read-committed-kafkajs.ts'

// Reads `signals` and prints those that a bot may act on. Where it prints SIGNAL, yours places its order.

const { values: flags } = parseArgs({
  options: {
    brokers: { type: 'string', default: 'localhost:9092' },
    registry: { type: 'string', default: 'http://localhost:8081/apis/ccompat/v7' },
    prefix: { type: 'string', default: '' }, // of the topics, with its dot
    mode: { type: 'string', default: 'live' }, // live, paper, sim or replay
    'max-status-age': { type: 'string', default: '30' }, // seconds
    'max-data-age': { type: 'string', default: '90' }, // seconds
  },
})
const maxStatusAgeMs = Number(flags['max-status-age']) * 1_000
const maxDataAgeMs = Number(flags['max-data-age']) * 1_000
const maxClockErrorMs = 5_000

// Of the fields only those that are used here; times are milliseconds since 1970.
interface Signal {
  readonly id: string
  readonly symbol: string
  readonly direction: string
  readonly mode: string
  readonly valid_until: number
  readonly reference_price: number
  readonly take_profit: number
  readonly stop_loss: number
  readonly leverage: number
}
interface Status {
  readonly time: number
  readonly state: string
  readonly reason: string
  readonly mode: string
  readonly data_age_ms: number | null
  readonly stalest_age_ms: number | null
  readonly stalest_symbol: string | null
}

let status: Status | undefined
let statusCameMs = 0

/** What time it is: now; where the market is simulated or replayed, the time of the newest status. */
function clockMs(): number {
  const isNow = flags.mode === 'live' || flags.mode === 'paper'
  return isNow ? Date.now() : (status?.time ?? Number.NaN)
}

/** Why no signal may be acted on. Each check asks whether all is well: a value that is missing stops, too. */
function whyStopped(): string | undefined {
  if (status === undefined) return `no status of mode ${flags.mode} yet`
  const silentMs = Date.now() - statusCameMs
  if (!(silentMs <= maxStatusAgeMs)) return `no status for ${seconds(silentMs)}`
  const ageMs = clockMs() - status.time
  if (!(ageMs <= maxStatusAgeMs)) return `the status is ${seconds(ageMs)} old`
  if (!(ageMs >= -maxClockErrorMs)) return `this machine's clock is ${seconds(-ageMs)} behind`
  if (status.state !== 'RUNNING') return `the desk is ${status.state}: ${status.reason}`
  const { data_age_ms: dataMs, stalest_age_ms: stalestMs, stalest_symbol: symbol } = status
  if (dataMs === null || stalestMs === null) return 'there was no price yet'
  if (!(dataMs <= maxDataAgeMs)) return `the newest price is ${seconds(dataMs)} old`
  if (!(stalestMs <= maxDataAgeMs)) return `${symbol}: its price is ${seconds(stalestMs)} old`
  return undefined
}

function whyRefused(signal: Signal): string | undefined {
  if (signal.mode !== flags.mode) return `its mode is ${signal.mode}`
  const stopped = whyStopped()
  if (stopped !== undefined) return `stopped: ${stopped}`
  const leftMs = signal.valid_until - clockMs()
  return leftMs >= 0 ? undefined : `it ended ${seconds(-leftMs)} ago`
}

function take(signal: Signal): void {
  const { id, symbol, direction, reference_price: price, leverage } = signal
  const refused = whyRefused(signal)
  const exits = `take profit ${signal.take_profit}, stop loss ${signal.stop_loss}`
  if (refused !== undefined) say(`REFUSED ${id}: ${refused}`)
  else say(`SIGNAL ${id}: ${symbol} ${direction} at about ${price}, ${exits}, ${leverage}x`)
}

let told: string | undefined

/** Says when it stops and goes on. Figures grow by the second: only another reason is news. */
function tellState(): void {
  const stopped = whyStopped()
  const state = stopped === undefined ? 'RUNNING' : `STOPPED: ${stopped}`
  const news = state.replace(/\d+/g, '')
  if (news !== told) say(state)
  told = news
}

const schemas = new Map<number, avro.Type>()

/** The Confluent wire format: a zero byte, the schema's id in the registry, the Avro body. */
async function decode(bytes: Buffer): Promise<unknown> {
  if (bytes[0] !== 0) throw new Error('a record is not in the Confluent wire format')
  const id = bytes.readInt32BE(1)
  let schema = schemas.get(id)
  if (schema === undefined) {
    const url = `${flags.registry}/schemas/ids/${id}`
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
    const found = (await answer.json()) as { readonly schema: string }
    schema = avro.Type.forSchema(JSON.parse(found.schema))
    schemas.set(id, schema)
  }
  return schema.fromBuffer(bytes.subarray(5))
}

function say(line: string): void {
  console.log(line)
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`
}

const kafka = new Kafka({
  clientId: 'signals-bot',
  brokers: flags.brokers.split(','),
  logLevel: logLevel.ERROR,
})
// A group of its own, and nothing committed: each start begins with what comes from then on.
const consumer = kafka.consumer({
  groupId: `alphapulse-bot-${randomUUID()}`,
  allowAutoTopicCreation: false,
  maxWaitTimeInMs: 500, // so long may its end take
})
consumer.on(consumer.events.CRASH, ({ payload }) => {
  if (payload.restart) return
  console.error(payload.error)
  process.exit(1)
})
tellState()
const signalsTopic = `${flags.prefix}signals`
await consumer.connect()
await consumer.subscribe({ topics: [signalsTopic, `${flags.prefix}status`], fromBeginning: false })
await consumer.run({
  autoCommit: false,
  eachMessage: async ({ topic, message }) => {
    if (message.value === null) return // carries the time only
    const value = await decode(message.value)
    if (topic === signalsTopic) return take(value as Signal)
    if ((value as Status).mode !== flags.mode) return
    status = value as Status
    statusCameMs = Date.now()
    tellState()
  },
})
setInterval(tellState, 250)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void consumer.disconnect().finally(() => process.exit(0)))
}
