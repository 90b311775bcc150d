import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a test has the fake do with a request instead of answering it as a registry does. */
export type Misbehaviour =
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  | { readonly afterMs: number }
  /** `hang`: never answers; `drip`: begins its answer and never ends it; `cut`: ends the connection. */
  | 'hang'
  | 'drip'
  | 'cut'

interface Asked {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
}

/** As much of a schema registry as we ask for, in memory, which can be told to misbehave. It checks no compatibility. */
export class FakeRegistry {
  readonly asked: Asked[] = []
  /** Decides for each request; undefined: as a registry does. */
  misbehave: (method: string, path: string) => Misbehaviour | undefined = () => undefined
  /** By id. */
  readonly schemas = new Map<number, string>()
  port = 0
  private readonly subjects = new Map<string, number[]>()
  readonly levels = new Map<string, string>()
  private readonly server: Server
  private readonly timers = new Set<NodeJS.Timeout>()
  private nextId: number

  private constructor(firstId: number) {
    this.nextId = firstId
    this.server = createServer((request, response) => void this.handle(request, response))
  }

  /** On a port of its own unless one is given. */
  static async start({
    firstId = 1,
    port = 0,
  }: {
    readonly firstId?: number
    readonly port?: number
  } = {}): Promise<FakeRegistry> {
    const fake = new FakeRegistry(firstId)
    await new Promise<void>((resolve) => fake.server.listen(port, '127.0.0.1', resolve))
    fake.port = (fake.server.address() as AddressInfo).port
    return fake
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  register(subject: string, schema: string): number {
    const known = [...this.schemas].find(([, text]) => text === schema)
    const id = known?.[0] ?? this.nextId++
    this.schemas.set(id, schema)
    const versions = this.subjects.get(subject) ?? []
    if (!versions.includes(id)) this.subjects.set(subject, [...versions, id])
    return id
  }

  versions(subject: string): readonly number[] {
    return this.subjects.get(subject) ?? []
  }

  timesAsked(path: string | RegExp): number {
    return this.asked.filter((one) =>
      typeof path === 'string' ? one.path === path : path.test(one.path),
    ).length
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer)
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? ''
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*$/, ''))
    this.asked.push({ method, path, authorization: request.headers.authorization })
    let text = ''
    for await (const chunk of request) text += chunk
    const how = this.misbehave(method, path)
    if (how === 'hang') return
    if (how === 'cut') {
      response.destroy()
      return
    }
    if (how === 'drip') {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), 20)
      this.timers.add(timer)
      response.once('close', () => clearInterval(timer))
      return
    }
    if (how !== undefined && 'status' in how) {
      response.writeHead(how.status, how.headers).end(how.body)
      return
    }
    if (how !== undefined) await new Promise((resolve) => setTimeout(resolve, how.afterMs))
    const [status, body] = this.answer(method, path.split('/').slice(1), text)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  private answer(method: string, path: readonly string[], text: string): [number, unknown] {
    const [what = '', name = '', part = '', which = ''] = path
    if (what === 'subjects' && name === '') return [200, [...this.subjects.keys()]]
    if (what === 'subjects' && part === 'versions') {
      if (method === 'POST')
        return [200, { id: this.register(name, (JSON.parse(text) as { schema: string }).schema) }]
      const ids = this.subjects.get(name)
      if (ids === undefined) return missing(40401, `Subject '${name}' not found.`)
      if (which === '') return [200, ids.map((_, at) => at + 1)]
      const id = ids[Number(which) - 1]
      if (id === undefined) return missing(40402, 'Version not found.')
      return [
        200,
        {
          subject: name,
          version: Number(which),
          id,
          schema: this.schemas.get(id),
          schemaType: 'AVRO',
        },
      ]
    }
    if (what === 'schemas' && name === 'ids') {
      const schema = this.schemas.get(Number(part))
      return schema === undefined ? missing(40403, 'Schema not found') : [200, { schema }]
    }
    if (what === 'config' && method === 'PUT') {
      const { compatibility } = JSON.parse(text) as { compatibility: string }
      this.levels.set(name, compatibility)
      return [200, { compatibility }]
    }
    if (what === 'config') {
      const compatibilityLevel = this.levels.get(name)
      if (compatibilityLevel === undefined) return missing(40408, 'Not configured')
      return [200, { compatibilityLevel }]
    }
    return [404, 'no such path']
  }
}

function missing(error_code: number, message: string): [number, unknown] {
  return [404, { error_code, message }]
}
