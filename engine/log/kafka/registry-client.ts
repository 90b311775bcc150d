import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import type {
  SchemaInfo,
  SchemaRegistryClient,
} from '@confluentinc/schemaregistry/dist/schemaregistry-client.js'
import { addressOf, type RegistryAddress, type RegistryConnection } from './registry-address.ts'

/**
 * `away`: no answer, or one that may be another soon. `denied`: who asks may not. `missing`: there is no such
 * thing. `refused`: it does not take that schema. `unreadable`: a schema that is no Avro. `foreign`: that is no
 * schema registry.
 */
export type RegistryFailureKind =
  | 'away'
  | 'denied'
  | 'missing'
  | 'refused'
  | 'unreadable'
  | 'foreign'

/** Why the registry did not do as it was asked. Its message names the registry and holds no secret; it has no cause, for the library's errors carry the request with its credentials. */
export class RegistryFailure extends Error {
  readonly kind: RegistryFailureKind

  constructor(kind: RegistryFailureKind, message: string) {
    super(message)
    this.kind = kind
  }
}

/** What is asked for, of a client that lives for this one request. */
type Request<T> = (client: SchemaRegistryClient) => Promise<T>

const timeoutMsDefault = 5_000
const retryMsDefault = 15_000
const pauseMsMin = 100
const pauseMsMax = 2_000
const answerBytesMax = 16 * 1_048_576
const socketsMax = 8

/** Asks a schema registry: every request ends in time, and every failure as a RegistryFailure. */
export class RegistryClient {
  /** Where the registry is, without credentials. */
  readonly url: string
  private readonly address: RegistryAddress
  private readonly Client: typeof SchemaRegistryClient
  private readonly timeoutMs: number
  private readonly retryMs: number
  private readonly agents: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent }
  private readonly closing = new AbortController()

  private constructor(connection: RegistryConnection, Client: typeof SchemaRegistryClient) {
    this.address = addressOf(connection)
    this.url = this.address.url
    this.Client = Client
    this.timeoutMs = connection.timeoutMs ?? timeoutMsDefault
    this.retryMs = connection.retryMs ?? retryMsDefault
    const shared = { keepAlive: true, maxSockets: socketsMax }
    const tls = connection.tls === true ? {} : connection.tls
    this.agents = {
      httpAgent: new HttpAgent(shared),
      httpsAgent: new HttpsAgent({ ...tls, ...shared }),
    }
  }

  /** Loads the library, which nobody needs who has no registry; asks nothing yet. */
  static async open(connection: RegistryConnection): Promise<RegistryClient> {
    // Past the package's entry: that one loads five cloud providers' key services too, 55 MB more.
    const library = await import('@confluentinc/schemaregistry/dist/schemaregistry-client.js')
    return new RegistryClient(connection, library.SchemaRegistryClient)
  }

  /** Asks once. */
  async ask<T>(request: Request<T>): Promise<T> {
    try {
      return await request(this.clientOfOne())
    } catch (error) {
      throw this.failureOf(error)
    }
  }

  /** Asks again and again, ever more slowly, while the registry is away. */
  async askPatiently<T>(request: Request<T>): Promise<T> {
    const untilMs = performance.now() + this.retryMs
    for (let pauseMs = pauseMsMin; ; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
      try {
        return await this.ask(request)
      } catch (error) {
        const { kind } = error as RegistryFailure
        const isOver = this.closing.signal.aborted || performance.now() + pauseMs > untilMs
        if (kind !== 'away' || isOver) throw error
      }
      await sleep(pauseMs, undefined, { signal: this.closing.signal }).catch(() => undefined)
    }
  }

  /** Ends what is under way. */
  close(): void {
    this.closing.abort()
    this.agents.httpAgent.destroy()
    this.agents.httpsAgent.destroy()
  }

  /**
   * The library's client asks for one thing at a time, and its time-out ends with the answer's first byte. One
   * for each request (it is a handful of maps) can be given a signal of its own instead, and blocks nobody.
   */
  private clientOfOne(): SchemaRegistryClient {
    const { credentials } = this.address
    return new this.Client({
      baseURLs: [this.url],
      createAxiosDefaults: {
        ...this.agents,
        timeout: this.timeoutMs,
        signal: AbortSignal.any([AbortSignal.timeout(this.timeoutMs), this.closing.signal]),
        // Credentials go where they were meant to go.
        maxRedirects: 0,
        maxContentLength: answerBytesMax,
      },
      // We retry ourselves: the library would not say how long.
      maxRetries: 0,
      ...(credentials === undefined
        ? {}
        : { basicAuthCredentials: { credentialsSource: 'USER_INFO', userInfo: credentials } }),
    })
  }

  private failureOf(error: unknown): RegistryFailure {
    if (error instanceof RegistryFailure) return error
    const { kind, reason } = this.reasonOf(error as LibraryError)
    return new RegistryFailure(kind, `schema registry ${this.url} ${reason}`)
  }

  private reasonOf(error: LibraryError): { kind: RegistryFailureKind; reason: string } {
    const { status, errorCode, code } = error
    const message = this.address.hide(error.message.replace(/; Error code: -?\d+$/, ''))
    if (status === undefined) {
      if (this.closing.signal.aborted) return { kind: 'away', reason: 'is no longer asked' }
      if (code !== undefined && outOfTime.has(code))
        return { kind: 'away', reason: `gave no answer within ${this.timeoutMs / 1_000} s` }
      // A name that Node tries at several addresses fails with a code and no message.
      return { kind: 'away', reason: `cannot be reached: ${message || code}` }
    }
    const inItsWords = errorCode !== undefined && errorCode > 0
    if (status === 401 || status === 403)
      return { kind: 'denied', reason: `refuses these credentials (HTTP ${status})` }
    if (status === 404 && inItsWords)
      return { kind: 'missing', reason: `knows nothing: ${message}` }
    if (status === 409 || status === 422)
      return { kind: 'refused', reason: `refuses it: ${message}` }
    if (status >= 500 || status === 408 || status === 429)
      return { kind: 'away', reason: `answered HTTP ${status}: ${message}` }
    return {
      kind: 'foreign',
      reason: `does not answer as one (HTTP ${status}); does its URL end right? That of Apicurio ends in /apis/ccompat/v7`,
    }
  }
}

/** Of axios, or the library's own with the answer's status. */
interface LibraryError extends Error {
  readonly status?: number
  readonly errorCode?: number
  readonly code?: string
}

const outOfTime = new Set(['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT'])

/** The schema that a registry's answer holds; RegistryFailure where it is none of ours. */
export function schemaOf({ schema, schemaType }: SchemaInfo, what: string): unknown {
  if (schemaType !== undefined && schemaType !== 'AVRO')
    throw new RegistryFailure('unreadable', `${what} is a schema of ${schemaType}, not of Avro`)
  try {
    return JSON.parse(schema)
  } catch {
    // Its text is of no use to anybody.
    throw new RegistryFailure('unreadable', `${what} is no JSON`)
  }
}
