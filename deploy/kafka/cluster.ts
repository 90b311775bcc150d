import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { brokerSettings } from './broker-settings.ts'

const run = promisify(execFile)

export interface ClusterOptions {
  /** Where the nodes keep their data and what they print. */
  readonly folder: string
  readonly jars: string
  /** 1, or 3 with replication 3 and min ISR 2. */
  readonly nodes: number
  /** The nodes live on when this process ends. */
  readonly detached: boolean
}

interface Node {
  readonly id: number
  readonly folder: string
  readonly port: number
  readonly controllerPort: number
  process: ChildProcess | undefined
}

/** A Kafka cluster without Docker: one KRaft node, or three, each broker and controller. */
export class Cluster {
  /** host:port of each node. */
  readonly brokers: readonly string[]
  private readonly options: ClusterOptions
  private readonly nodes: readonly Node[]

  private constructor(options: ClusterOptions, nodes: readonly Node[]) {
    this.options = options
    this.nodes = nodes
    this.brokers = nodes.map(({ port }) => `127.0.0.1:${port}`)
  }

  /** Formats new folders and starts all nodes; resolves when every one serves. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    if (options.nodes !== 1 && options.nodes !== 3)
      throw new Error(`a cluster has 1 or 3 nodes, not ${options.nodes}`)
    const ports = await freePorts(options.nodes * 2)
    const nodes = Array.from(
      { length: options.nodes },
      (_, index): Node => ({
        id: index + 1,
        folder: join(options.folder, `node-${index + 1}`),
        port: ports[index * 2] as number,
        controllerPort: ports[index * 2 + 1] as number,
        process: undefined,
      }),
    )
    const cluster = new Cluster(options, nodes)
    const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'A')
    try {
      await Promise.all(nodes.map((node) => cluster.format(node, clusterId)))
      await Promise.all(nodes.map((node) => cluster.startNode(node.id)))
    } catch (error) {
      await cluster.stop()
      throw error
    }
    return cluster
  }

  get pids(): readonly number[] {
    return this.nodes.flatMap(({ process }) => process?.pid ?? [])
  }

  /** Starts a node that was stopped or killed, on its old port and data. */
  async startNode(id: number): Promise<void> {
    const node = this.node(id)
    const log = join(node.folder, 'server.log')
    const printed = openSync(log, 'w')
    node.process = spawn('java', javaArguments(this.options.jars, node), {
      stdio: ['ignore', printed, printed],
      detached: this.options.detached,
    })
    closeSync(printed)
    if (this.options.detached) node.process.unref()
    const exited = exitOf(node.process)
    for (let waitedMs = 0; waitedMs < startMs; waitedMs += pollMs) {
      const text = readFileSync(log, 'utf8')
      if (text.includes('Kafka Server started')) return
      const ended = await Promise.race([exited, sleep(pollMs)])
      if (ended === 'exited')
        throw new Error(`Kafka node ${id} ended at its start:\n${lastLines(log)}`)
    }
    throw new Error(`Kafka node ${id} has not started within ${startMs / 1_000} s; see ${log}`)
  }

  /** SIGKILL: the node's machine is gone. */
  async killNode(id: number): Promise<void> {
    await this.end(this.node(id), 'SIGKILL')
  }

  /** As an operator stops it. */
  async stopNode(id: number): Promise<void> {
    await this.end(this.node(id), 'SIGTERM')
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => this.end(node, 'SIGTERM')))
  }

  /** For a cluster that nobody needs any more: a stop waits for what it could hand over. */
  async kill(): Promise<void> {
    await Promise.all(this.nodes.map((node) => this.end(node, 'SIGKILL')))
  }

  private async end(node: Node, signal: NodeJS.Signals): Promise<void> {
    const { process } = node
    node.process = undefined
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) return
    const exited = exitOf(process)
    process.kill(signal)
    const ended = await Promise.race([exited, sleep(stopMs)])
    if (ended === 'exited') return
    process.kill('SIGKILL')
    await exited
  }

  private async format(node: Node, clusterId: string): Promise<void> {
    mkdirSync(node.folder, { recursive: true })
    writeFileSync(propertiesOf(node), properties(node, this.nodes))
    await run('java', [
      ...['-cp', join(this.options.jars, '*'), ...frugal],
      ...['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', propertiesOf(node)],
    ])
  }

  private node(id: number): Node {
    const node = this.nodes.find((one) => one.id === id)
    if (node === undefined) throw new Error(`there is no node ${id}`)
    return node
  }
}

/** Two cores are shared with what is tested: little memory, one collector thread, no second compiler. */
const frugal = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
const startMs = 60_000
const stopMs = 20_000
const pollMs = 50

function javaArguments(jars: string, node: Node): string[] {
  const logger = '-Dorg.slf4j.simpleLogger'
  return [
    ...frugal,
    ...[`${logger}.defaultLogLevel=warn`, `${logger}.log.kafka.server.KafkaRaftServer=info`],
    ...['-cp', join(jars, '*'), 'kafka.Kafka', propertiesOf(node)],
  ]
}

function propertiesOf(node: Node): string {
  return join(node.folder, 'server.properties')
}

function properties(node: Node, nodes: readonly Node[]): string {
  const voters = nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`)
  const settings = {
    ...brokerSettings(nodes.length),
    'node.id': node.id,
    'controller.quorum.voters': voters.join(','),
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'log.dirs': join(node.folder, 'data'),
  }
  return `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`
}

function exitOf(process: ChildProcess): Promise<'exited'> {
  return new Promise((resolve) => {
    if (process.exitCode !== null || process.signalCode !== null) resolve('exited')
    else process.once('exit', () => resolve('exited'))
  })
}

function lastLines(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-15).join('\n')
}

/** All held at once, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer()
          server.once('error', reject)
          server.listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
