import { rmSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { Engine } from '../engine/core/engine.ts'
import { ConfigError } from '../engine/core/errors.ts'
import type { EngineMetrics } from '../engine/core/metrics.ts'
import type { Control } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import type { DatabaseLink } from './database.ts'
import { socketPath } from './socket-path.ts'

/** What other commands may ask of a running engine, over its socket. */
export type EngineRequest =
  | { readonly ask: 'sql'; readonly query: string; readonly format: string }
  | { readonly ask: 'control'; readonly control: Omit<Control, 'id'> }
  | { readonly ask: 'metrics' }
  | { readonly ask: 'stop' }

export type EngineAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: string }

/** Listens on `<data-dir>/engine.sock`, for commands that find the folder locked. */
export async function serveEngine(
  folder: string,
  engine: Engine,
  database: DatabaseLink | undefined,
  metrics: EngineMetrics,
): Promise<{ close(): Promise<void> }> {
  const path = socketPath(folder)
  // The folder is locked by us: a socket that is there was left behind by a killed process.
  rmSync(path, { force: true })
  const server = createServer(async (incoming, outgoing) => {
    const answer = await answerTo(await bodyOf(incoming), engine, database, metrics).catch(
      (error: unknown): EngineAnswer => ({ ok: false, error: (error as Error).message }),
    )
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

async function answerTo(
  asked: EngineRequest,
  engine: Engine,
  database: DatabaseLink | undefined,
  metrics: EngineMetrics,
): Promise<EngineAnswer> {
  switch (asked.ask) {
    case 'sql': {
      if (database === undefined) return { ok: false, error: 'this engine runs without tables' }
      return { ok: true, text: await database.query(asked.query, asked.format) }
    }
    case 'control': {
      const id = `${asked.control.who}@${engine.ingest.clockMs}#${engine.commits}`
      const stampMs = await engine.inject(topics.control, 'control', { ...asked.control, id })
      return { ok: true, text: `taken at ${new Date(stampMs).toISOString()}` }
    }
    case 'metrics':
      return { ok: true, text: await metrics.registry.metrics() }
    case 'stop': {
      engine.stop()
      return { ok: true, text: 'stopping' }
    }
    default: {
      const never: never = asked
      return { ok: false, error: `request ${JSON.stringify(never)} is not known` }
    }
  }
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
