/**
 * The entry of the sink's own process, forked by `sink-process.ts`: chDB and decoding never touch
 * the engine's event loop.
 */
import type { ClickHouseClient } from '@clickhouse/client'
import { ConfigError, StorageError, TaskCorruptedError } from '../../engine/core/errors.ts'
import { ask } from './ask.ts'
import { BackOff } from './back-off.ts'
import { followFolder } from './follow-folder.ts'
import { followKafka } from './follow-kafka.ts'
import type { Following } from './following.ts'
import { prepareSchema, SchemaTooNewError } from './schema.ts'
import { sinkDefaults } from './sink-defaults.ts'
import type { SinkEvent } from './sink-event.ts'
import {
  exitForGood,
  type FromSink,
  partBytes,
  type SinkStart,
  type ToSink,
} from './sink-messages.ts'
import { SinkNews } from './sink-news.ts'
import { connect, loadEmbedded, type SinkTarget, targetName } from './target.ts'
import { Waiter } from './waiter.ts'

interface Open {
  readonly client: ClickHouseClient
  readonly target: SinkTarget
  /** Resolves with undefined where the tables may be asked but are not written. */
  readonly following: Promise<Following | undefined>
}

const waiter = new Waiter()
let stopping = false
let opening: Promise<Open> | undefined
/** Why the tables are not open yet; a question is told at once, a sync waits. */
let fault: string | undefined
const impatient = new Set<(error: Error) => void>()
let isLost = false
let lose = (_: Error): void => {}
/** Rejects when the tables are not written any more, though they were. */
const lost = new Promise<never>((_, reject) => {
  lose = reject
})
// A sync may be waiting for it, or nobody.
lost.catch(() => {})

function send(message: FromSink): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve()
    else process.send(message, undefined, {}, () => resolve())
  })
}

function report(event: SinkEvent): void {
  void send({ kind: 'event', event })
}

/** Opens the tables, and then what is to be written there, again and again until both are open. */
async function open(start: SinkStart): Promise<Open> {
  const { target, folder } = start
  const name = targetName(target, folder)
  await announce(target)
  const client = await untilDone({
    work: () => openTables(start),
    onFault: (reason) => {
      fault = `${name} cannot be opened: ${reason}`
      for (const tell of impatient) tell(new StorageError(fault))
    },
    failing: `${name} cannot be opened`,
    recovered: `${name} is open`,
  })
  fault = undefined
  const following = untilDone({
    work: () => follow(start, client, new SinkNews(name, report)),
    onFault: () => undefined,
    failing: 'the log cannot be followed',
    recovered: 'the log is open',
  })
  return { client, target, following }
}

async function untilDone<T>(attempt: {
  readonly work: () => Promise<T>
  readonly onFault: (reason: string) => void
  /** What people are told, once. */
  readonly failing: string
  readonly recovered: string
}): Promise<T> {
  const { work, onFault, failing, recovered } = attempt
  const backOff = new BackOff(sinkDefaults.backOffMaxMs)
  for (let failures = 0; ; failures++) {
    try {
      const done = await work()
      if (failures > 0) report({ kind: 'recovered', text: recovered })
      return done
    } catch (error) {
      const [reason = ''] = (error as Error).message.split('\n')
      onFault(reason)
      if (failures === 0) {
        report({
          kind: 'waiting',
          text: `${failing} (${reason}); trying again until it can, the engine goes on`,
        })
      }
      await waiter.wait(backOff.fail())
      if (stopping) process.exit(0)
    }
  }
}

async function openTables({ target, folder }: SinkStart): Promise<ClickHouseClient> {
  const client = await connect(target, folder)
  try {
    await prepareSchema(client)
    return client
  } catch (error) {
    await client.close()
    if (error instanceof SchemaTooNewError) await giveUp('refused', error.message)
    throw error
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

async function follow(
  { folder, rowsMax, cluster, target }: SinkStart,
  client: ClickHouseClient,
  news: SinkNews,
): Promise<Following | undefined> {
  try {
    if (cluster === undefined) return await followFolder(folder, { client, rowsMax, news })
    const shared = target.kind === 'server'
    return await followKafka(cluster, { client, rowsMax, news, shared, onLost })
  } catch (error) {
    if (!(error instanceof TaskCorruptedError)) throw error
    report({ kind: 'refused', text: error.message })
    return undefined
  }
}

/** Of what was shared with other processes. */
function onLost(error: unknown): void {
  if (isLost) return
  if (error instanceof TaskCorruptedError || error instanceof ConfigError) {
    isLost = true
    report({ kind: 'refused', text: error.message })
    lose(error)
    void opened().then(async ({ following }) => (await following)?.stop())
    return
  }
  // Not foreseen: another process begins anew.
  console.error(error)
  process.exit(1)
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
  const { following } = await opened()
  const followed = await following
  if (followed === undefined)
    throw new TaskCorruptedError('the tables belong to another log and are not written')
  await Promise.race([followed.sync(), lost])
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
    const { following, client } = await opening
    await (await following)?.stop()
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
