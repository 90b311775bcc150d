import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { chainTopology } from '../replay/chain.ts'
import { sourceOf } from '../replay/market-data.ts'
import { ChainOnKafka } from './chain-on-kafka.ts'

/** What an engine in a process of its own is given. */
export interface EngineProcessOptions {
  readonly brokers: readonly string[]
  readonly app: string
  readonly partitions: number
  readonly paths: readonly string[]
}

export interface EngineProcess {
  readonly child: ChildProcess
  /** Exit code, or the signal that ended it, and what it printed. */
  readonly ended: Promise<{ readonly how: number | string; readonly text: string }>
}

const script = fileURLToPath(import.meta.url)

/** Runs the chain over Kafka in a process of its own, to be killed at will. */
export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      text += bytes.toString()
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => ({
    how: (signal ?? code) as number | string,
    text,
  }))
  return { child, ended }
}

async function main(options: EngineProcessOptions): Promise<void> {
  const { brokers, app, partitions, paths } = options
  const chain = new ChainOnKafka(brokers, chainTopology(), partitions, app)
  try {
    await chain.run(await sourceOf(paths), { commitEvents: 2_000 })
  } finally {
    for (const warning of chain.warnings) console.log(warning)
  }
}

if (process.argv[1] === script) await main(JSON.parse(process.argv[2] ?? '{}'))
