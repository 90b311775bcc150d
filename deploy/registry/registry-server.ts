import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePorts } from '../free-ports.ts'
import { end, launch, untilServing } from '../started.ts'
import { registryJar } from './archive.ts'

export interface RegistryServerOptions {
  /** Where what it prints goes. */
  readonly folder: string
  /** Apicurio Registry, unpacked. */
  readonly archive: string
  /** A free one when left out. */
  readonly port?: number
  /** It lives on when this process ends. */
  readonly detached: boolean
}

/** A schema registry without Docker. It keeps everything in memory: one that is started again has forgotten all ids. */
export class RegistryServer {
  readonly port: number
  /** The base URL of the Confluent API. */
  readonly url: string
  private readonly process: ChildProcess

  private constructor(port: number, process: ChildProcess) {
    this.port = port
    this.url = urlOf(port)
    this.process = process
  }

  /** Resolves when it serves, and refuses what is not BACKWARD compatible. */
  static async start({
    folder,
    archive,
    port,
    detached,
  }: RegistryServerOptions): Promise<RegistryServer> {
    port ??= (await freePorts(1))[0] as number
    mkdirSync(folder, { recursive: true })
    const log = join(folder, 'server.log')
    const server = new RegistryServer(
      port,
      launch({
        command: 'java',
        args: [...frugal, '-jar', registryJar],
        cwd: archive,
        env: {
          QUARKUS_HTTP_HOST: '127.0.0.1',
          QUARKUS_HTTP_PORT: `${port}`,
          QUARKUS_HTTP_ACCESS_LOG_ENABLED: 'false',
        },
        log,
        detached,
      }),
    )
    try {
      const { url } = server
      await untilServing('the schema registry', server.process, log, () => registryServes(url))
      await enforceBackward(url)
    } catch (error) {
      await server.stop()
      throw error
    }
    return server
  }

  get pid(): number {
    return this.process.pid as number
  }

  /** As an operator stops it. */
  stop(): Promise<void> {
    return end(this.process, 'SIGTERM')
  }

  /** Its machine is gone. */
  kill(): Promise<void> {
    return end(this.process, 'SIGKILL')
  }
}

export async function registryServes(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/subjects`, { signal: AbortSignal.timeout(1_000) })).ok
  } catch {
    // Not yet, or no more.
    return false
  }
}

/** Apicurio lets everything pass unless it is told; a Confluent registry enforces this by itself. */
async function enforceBackward(url: string): Promise<void> {
  const answer = await fetch(`${url}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ compatibility: 'BACKWARD' }),
    signal: AbortSignal.timeout(5_000),
  })
  if (!answer.ok)
    throw new Error(`the schema registry answered ${answer.status} to its compatibility level`)
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}/apis/ccompat/v7`
}

/** Two cores are shared with what is tested: little memory, one collector thread, no second compiler. */
const frugal = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
