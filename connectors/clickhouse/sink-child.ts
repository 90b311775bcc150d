/**
 * The entry of the sink's own process, forked by `sink-process.ts`: chDB and decoding never touch
 * the engine's event loop.
 */
import type { ClickHouseClient } from '@clickhouse/client'
import { StorageError, TaskCorruptedError } from '../../engine/core/errors.ts'
import { LmdbReader } from '../../engine/log/lmdb-reader.ts'
import { ask } from './ask.ts'
import { prepareSchema, SchemaTooNewError } from './schema.ts'
import { Sink } from './sink.ts'
import { sinkDefaults } from './sink-defaults.ts'
import type { SinkEvent } from './sink-event.ts'
import {
  exitForGood,
  type FromSink,
  partBytes,
  type SinkStart,
  type ToSink,
} from './sink-messages.ts'
import { sinkTables } from './tables.ts'
import { connect, loadEmbedded, type SinkTarget, targetName } from './target.ts'
import { Waiter } from './waiter.ts'

interface Open {
  readonly client: ClickHouseClient
  readonly target: SinkTarget
  /** undefined: the tables may be asked but not written. */
  readonly sink: Sink | undefined
}

const waiter = new Waiter()
let stopping = false
let opening: Promise<Open> | undefined
/** Why it is not open yet; a question is told at once, a sync waits. */
let fault: string | undefined
const impatient = new Set<(error: Error) => void>()

function send(message: FromSink): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve()
    else process.send(message, undefined, {}, () => resolve())
  })
}

function report(event: SinkEvent): void {
  void send({ kind: 'event', event })
}

/** Opens what is to be written and what is to be read, again and again until both are there. */
async function open(start: SinkStart): Promise<Open> {
  const name = targetName(start.target, start.folder)
  await announce(start.target)
  for (let failures = 0; ; failures++) {
    let client: ClickHouseClient | undefined
    try {
      client = await connect(start.target, start.folder)
      await prepareSchema(client)
      const sink = await openSink(start, client, name)
      if (fault !== undefined) report({ kind: 'recovered', text: `${name} is open` })
      fault = undefined
      return { client, target: start.target, sink }
    } catch (error) {
      await client?.close()
      const [reason = ''] = (error as Error).message.split('\n')
      if (error instanceof SchemaTooNewError) await giveUp('refused', error.message)
      if (fault === undefined) {
        report({
          kind: 'waiting',
          text: `${name} cannot be opened (${reason}); trying again until it can, the engine goes on`,
        })
      }
      fault = `${name} cannot be opened: ${reason}`
      for (const tell of impatient) tell(new StorageError(fault))
      await waiter.wait(Math.min(sinkDefaults.backOffMaxMs, 250 * 2 ** Math.min(failures, 10)))
      if (stopping) process.exit(0)
    }
  }
}

/** Says whether there is a ClickHouse to open at all. */
async function announce(target: SinkTarget): Promise<void> {
  try {
    if (target.kind === 'embedded') await loadEmbedded()
    await send({ kind: 'ready' })
  } catch (error) {
    await giveUp('unavailable', (error as Error).message)
  }
}

async function giveUp(kind: SinkEvent['kind'], text: string): Promise<never> {
  await send({ kind: 'event', event: { kind, text } })
  process.exit(exitForGood)
}

async function openSink(
  { folder, rowsMax }: SinkStart,
  client: ClickHouseClient,
  name: string,
): Promise<Sink | undefined> {
  const reader = new LmdbReader({ folder, topics: sinkTables.map(({ topic }) => topic) })
  try {
    const sink = await Sink.open({
      ...sinkDefaults,
      rowsMax,
      reader,
      client,
      name,
      onEvent: report,
    })
    sink.start()
    return sink
  } catch (error) {
    await reader.close()
    if (!(error instanceof TaskCorruptedError)) throw error
    report({ kind: 'refused', text: error.message })
    return undefined
  }
}

async function answer(id: number, work: () => Promise<Buffer | undefined>): Promise<void> {
  try {
    const bytes = await work()
    for (let at = 0; bytes !== undefined && at < bytes.length; at += partBytes)
      await send({ kind: 'part', id, bytes: bytes.subarray(at, at + partBytes) })
    await send({ kind: 'done', id })
  } catch (error) {
    await send({ kind: 'failed', id, text: (error as Error).message })
  }
}

async function syncAll(): Promise<undefined> {
  const { sink } = await opened()
  if (sink === undefined)
    throw new TaskCorruptedError('the tables belong to another log and are not written')
  await sink.sync()
}

async function question(sql: string, format: string): Promise<Buffer> {
  if (fault !== undefined) throw new StorageError(fault)
  let tell = (_: Error): void => {}
  const told = new Promise<never>((_, reject) => {
    tell = reject
  })
  impatient.add(tell)
  try {
    const { client, target } = await Promise.race([opened(), told])
    return await ask(client, target, sql, format)
  } finally {
    impatient.delete(tell)
  }
}

function opened(): Promise<Open> {
  return opening ?? Promise.reject(new StorageError('the sink was not started'))
}

async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  waiter.wake()
  if (opening !== undefined && fault === undefined) {
    const { sink, client } = await opening
    await sink?.stop()
    await client.close()
  }
  process.exit(0)
}

function take(message: ToSink): void {
  if (message.kind === 'start') opening = open(message)
  else if (message.kind === 'stop') void stop()
  else if (message.kind === 'sync') void answer(message.id, syncAll)
  else void answer(message.id, () => question(message.sql, message.format))
}

// Ctrl-C goes to every process of the terminal: the engine decides when the sink ends.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => void stop())
process.on('message', take)
process.title = 'alphapulse clickhouse'
