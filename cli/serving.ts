import { rmSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { ConfigError } from '../engine/core/errors.ts'
import type { Control } from '../schemas/contracts.generated.ts'
import type { CollectorRequest } from './collector-control.ts'
import { socketPath } from './socket-path.ts'

/** What other commands may ask of a running engine, over its socket. */
export type EngineRequest =
  | { readonly ask: 'sql'; readonly query: string; readonly format: string }
  | { readonly ask: 'control'; readonly control: Omit<Control, 'id'> }
  | { readonly ask: 'enter'; readonly records: readonly NamedRecord[] }
  | { readonly ask: 'collector'; readonly request: CollectorRequest }
  | { readonly ask: 'metrics' }
  | { readonly ask: 'stop' }

/** A record for one of the topics that the ingest writes. */
export interface NamedRecord {
  readonly topic: string
  readonly key: string
  readonly value: unknown
}

export type EngineAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: string }

/** How an engine answers them. */
export interface EngineHandlers {
  /** A query that only reads; its result in a ClickHouse format. */
  query(sql: string, format: string): Promise<string>
  /** Resolves with words on when the command was taken. On Kafka commands go by a topic, and by no socket. */
  control?(control: Omit<Control, 'id'>): Promise<string>
  /** Lets records enter through the ingest; resolves with words on when. */
  enter?(records: readonly NamedRecord[]): Promise<string>
  /** Of an engine that follows an exchange live; the answer is JSON. */
  collector?(request: CollectorRequest): Promise<string>
  /** In Prometheus's text format. */
  metrics(): Promise<string>
  stop(): void
}

/** Listens on `<data-dir>/engine.sock`, for commands that find the folder in use. */
export async function serveEngine(
  folder: string,
  handlers: EngineHandlers,
): Promise<{ close(): Promise<void> }> {
  const path = socketPath(folder)
  // The folder is ours: a socket that is there was left behind by a killed process.
  rmSync(path, { force: true })
  const server = createServer(async (incoming, outgoing) => {
    const answer = await bodyOf(incoming)
      .then(
        async (asked): Promise<EngineAnswer> => ({
          ok: true,
          text: await answerTo(asked, handlers),
        }),
      )
      .catch((error: unknown): EngineAnswer => ({ ok: false, error: (error as Error).message }))
    outgoing.setHeader('content-type', 'application/json')
    outgoing.end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  server.unref()
  return { close: () => closeServer(server) }
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

async function bodyOf(incoming: AsyncIterable<Buffer>): Promise<EngineRequest> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part)
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as EngineRequest
}

async function answerTo(asked: EngineRequest, handlers: EngineHandlers): Promise<string> {
  switch (asked.ask) {
    case 'sql':
      return handlers.query(asked.query, asked.format)
    case 'control':
      if (handlers.control !== undefined) return handlers.control(asked.control)
      break
    case 'enter':
      if (handlers.enter !== undefined) return handlers.enter(asked.records)
      break
    case 'collector':
      if (handlers.collector !== undefined) return handlers.collector(asked.request)
      break
    case 'metrics':
      return handlers.metrics()
    case 'stop': {
      handlers.stop()
      return 'stopping'
    }
    default: {
      const never: never = asked
      throw new ConfigError(`request ${JSON.stringify(never)} is not known`)
    }
  }
  throw new ConfigError(`this engine takes no '${asked.ask}' over its socket`)
}

/** Asks the engine that runs on a folder; undefined when none does. */
export function askEngine(folder: string, asked: EngineRequest): Promise<EngineAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: socketPath(folder), method: 'POST' }, (incoming) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part))
      incoming.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString('utf8'))))
    })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined)
      else
        reject(
          new ConfigError(`the engine on ${folder} does not answer: ${error.message}`, {}, error),
        )
    })
    sent.end(JSON.stringify(asked))
  })
}
