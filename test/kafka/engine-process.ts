import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { candleTopology } from '../../bench/candle-topology.ts'
import { membershipTimes } from '../../engine/log/kafka/membership.ts'
import { chainTopology } from '../replay/chain.ts'
import { sourceOf } from '../replay/market-data.ts'
import { ChainOnKafka } from './chain-on-kafka.ts'

/** What an engine in a process of its own is given. */
export interface EngineProcessOptions {
  readonly brokers: readonly string[]
  readonly app: string
  readonly partitions: number
  readonly paths: readonly string[]
  /** Only ticks to candles, where nobody waits for the desk. */
  readonly onlyCandles?: boolean
  /** Pipelines of the chain that run apart. */
  readonly cut?: readonly string[]
  /** Tasks are shared with other processes; this one has the ingest, or not. */
  readonly share?: 'with ingest' | 'without ingest' | 'only ingest'
  /** So many times faster than life; at full speed where it is left out. */
  readonly speed?: number
  /** So long after its last sign of life its tasks go to others; 6 s, the least that brokers take, where it is left out. */
  readonly sessionMs?: number
  /** Where schemas are, if in a registry. */
  readonly registryUrl?: string
  /** Where it keeps checkpoints, if it does. */
  readonly folder?: string
}

/** What it prints when its tasks have made their first commits. */
const said = { running: 'the tasks run' } as const

export interface EngineProcess {
  readonly child: ChildProcess
  /** Resolves when its tasks run, or it has ended. */
  readonly running: Promise<unknown>
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
  let runs: () => void = () => undefined
  const running = new Promise<void>((resolve) => {
    runs = resolve
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      if (text.includes(said.running)) runs()
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => ({
    how: (signal ?? code) as number | string,
    text,
  }))
  return { child, running: Promise.race([running, ended]), ended }
}

async function main(options: EngineProcessOptions): Promise<void> {
  const { brokers, app, partitions, paths, share, speed, registryUrl, sessionMs, folder, cut } =
    options
  const topology = options.onlyCandles === true ? candleTopology : chainTopology({}, cut)
  const chain = new ChainOnKafka(brokers, topology, partitions, app, registryUrl)
  const source = share === 'without ingest' ? undefined : await sourceOf(paths, speed)
  const { engine, link } = await chain.engine(source, {
    commitEvents: 2_000,
    ...(share === 'only ingest' ? { run: [] } : {}),
    ...(share === undefined
      ? {}
      : { share: { ...membershipTimes, sessionTimeoutMs: sessionMs ?? 6_000 } }),
    ...(folder === undefined
      ? {}
      : { checkpoints: { folder, everyMs: 300, everyBytes: 1_000_000 } }),
  })
  process.once('SIGTERM', () => engine.stop())
  const looking = setInterval(() => {
    if (engine.runners().every(({ commits }) => commits > 0) && engine.runners().length > 0) {
      console.log(said.running)
      clearInterval(looking)
    }
  }, 20)
  try {
    await engine.run()
  } finally {
    clearInterval(looking)
    for (const warning of chain.warnings) console.log(warning)
    await link.close()
  }
}

if (process.argv[1] === script) await main(JSON.parse(process.argv[2] ?? '{}'))
