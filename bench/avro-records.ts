import avro from 'avsc'
import type { LogRecord } from '../engine/core/message.ts'
import type { Topic } from '../engine/core/topic.ts'
import { codecOf, wireHeaderBytes } from '../engine/log/avro-codec.ts'
import { FetchedRecord } from '../engine/log/kafka/fetch-response.ts'
import { messageOf, recordsOf, type SchemaIds } from '../engine/log/kafka/record-codec.ts'
import { recordsOf as recordsIn } from '../engine/log/records-of.ts'
import { topics } from '../schemas/topics.ts'
import { simulatedHistory, wholeChain } from './candles-to-weights.ts'
import { type Figure, median } from './figure.ts'
import { syntheticTrades } from './trades.ts'

const recordCount = 5_000
const rounds = 60
const warmUp = 20
const schemaId = 7

/**
 * Values of three topics, encoded and decoded in the Confluent wire format; and the records that they are in, as the
 * Kafka log makes messages of them and records of messages again, with keys and times. Beside both avsc alone, which
 * encodes and decodes the same values by the same schema.
 */
export async function avroRecords(): Promise<readonly Figure[]> {
  const log = await wholeChain(simulatedHistory())
  const ticks = syntheticTrades(recordCount).map((value) => ({
    key: value.symbol,
    value,
    timeMs: value.event_time,
  }))
  const figures: Figure[] = []
  for (const [topic, found] of [
    [topics.ticks, ticks],
    [topics.candles, [...recordsIn(log, topics.candles)]],
    [topics.signals, [...recordsIn(log, topics.signals)]],
  ] as [Topic<unknown>, LogRecord[]][]) {
    const records = Array.from(
      { length: recordCount },
      (_, at) => found[at % found.length] as LogRecord,
    )
    const tookMs = await inTurn({
      bare: bareAvsc(topic, records),
      avro: inWireFormat(topic, records),
      records: asMessages(topic, records),
    })
    for (const name of ['avro', 'records'] as const) {
      figures.push({
        name: `${name}-${topic.name}`,
        value: (recordCount * 1_000) / tookMs[name],
        unit: 'records/s',
        ratio: tookMs[name] / tookMs.bare,
        ratioTo: 'the time of avsc alone on the same values',
      })
    }
  }
  return figures
}

type Work = () => Promise<void> | void

/** The median time of each. They take turns, so that what else the machine does falls on all of them. */
async function inTurn<Name extends string>(
  works: { readonly [name in Name]: Work },
): Promise<{
  readonly [name in Name]: number
}> {
  const names = Object.keys(works) as Name[]
  const tookMs = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const name of names) {
      const startedMs = performance.now()
      await works[name]()
      if (round >= warmUp) tookMs.get(name)?.push(performance.now() - startedMs)
    }
  }
  const medians = names.map((name) => [name, median(tookMs.get(name) ?? [])])
  return Object.fromEntries(medians) as { readonly [name in Name]: number }
}

function bareAvsc(topic: Topic<unknown>, records: readonly LogRecord[]): Work {
  // With the option that makes it fastest, as our codec has it.
  const options = { omitRecordMethods: true } as never
  const type = avro.Type.forSchema(topic.schema as avro.Schema, options)
  const bodies = records.map(({ value }) => type.toBuffer(value))
  return () => {
    for (const { value } of records) type.toBuffer(value)
    for (const body of bodies) type.fromBuffer(body)
  }
}

function inWireFormat(topic: Topic<unknown>, records: readonly LogRecord[]): Work {
  const codec = codecOf(topic)
  const wires = records.map(({ value }) => codec.encodeWire(schemaId, value))
  return () => {
    for (const { value } of records) codec.encodeWire(schemaId, value)
    for (const wire of wires) {
      if (wire[0] !== 0 || wire.readInt32BE(1) !== schemaId) throw new Error('no wire header')
      codec.decodeAt(wire, wireHeaderBytes)
    }
  }
}

function asMessages(topic: Topic<unknown>, records: readonly LogRecord[]): Work {
  const codec = codecOf(topic)
  const ids: SchemaIds = {
    idOf: () => schemaId,
    readerOf: () => codec,
    load: async () => undefined,
  }
  const fetched = records.map(({ key, value, timeMs }, offset) => {
    const name = Buffer.from(key ?? '')
    const bytes = Buffer.concat([name, codec.encodeWire(schemaId, value)])
    const { length } = bytes
    return new FetchedRecord(offset, timeMs, bytes, 0, name.length, name.length, length, length)
  })
  return async () => {
    for (const record of records) messageOf(topic, 0, record, ids)
    await recordsOf(topic, fetched, ids)
  }
}
