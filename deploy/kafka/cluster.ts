import { type ChildProcess, execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePorts } from '../free-ports.ts'
import { end, launch, untilServing } from '../started.ts'
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
  /** Another listener, of a cluster of one node, for clients that must say who they are. */
  readonly secure?: SecureListener
}

/** A listener with TLS and SASL: https://kafka.apache.org/documentation/#security. */
export interface SecureListener {
  readonly port: number
  /** Of keys and users, as the broker names them. */
  readonly settings: { readonly [name: string]: string }
  /** SCRAM credentials that the cluster begins with, as Kafka's storage tool takes them. */
  readonly scram: readonly string[]
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
    node.process = launch({
      command: 'java',
      args: javaArguments(this.options.jars, node),
      log,
      detached: this.options.detached,
    })
    await untilServing(`Kafka node ${id}`, node.process, log, (printed) =>
      printed.includes('Kafka Server started'),
    )
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
    if (process !== undefined) await end(process, signal)
  }

  private async format(node: Node, clusterId: string): Promise<void> {
    mkdirSync(node.folder, { recursive: true })
    writeFileSync(propertiesOf(node), properties(node, this.nodes, this.options.secure))
    await run('java', [
      ...['-cp', join(this.options.jars, '*'), ...frugal],
      ...['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', propertiesOf(node)],
      ...(this.options.secure?.scram ?? []).flatMap((one) => ['--add-scram', one]),
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

function properties(node: Node, nodes: readonly Node[], secure?: SecureListener): string {
  const voters = nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`)
  const safe = secure === undefined ? '' : `,SECURE://127.0.0.1:${secure.port}`
  const settings = {
    ...brokerSettings(nodes.length),
    ...secure?.settings,
    'node.id': node.id,
    'controller.quorum.voters': voters.join(','),
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}${safe}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}${safe}`,
    ...(secure === undefined
      ? {}
      : {
          'listener.security.protocol.map':
            'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
        }),
    'log.dirs': join(node.folder, 'data'),
  }
  return `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`
}
