import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { FaultDesk } from '../faults/fault-desk.ts'
import { FaultyDelivery } from '../faults/faulty-delivery.ts'
import type { StreamHub, Subscriber } from './stream-hub.ts'
import type { Venue } from './units.ts'

const streamsMax = 1_024
/** Not far behind a burst: a client that does not read is cut. */
const bufferedMax = 64 * 1_048_576
/**
 * Binance's futures streams have a host of their own, and lately a path by kind: both are told by the
 * path here. ccxt knows spot by '/stream' in the address, so there is /stream/ws too.
 */
const pathPattern =
  /^(?:\/stream(?=\/ws)|(\/fstream(?:\/(?:market|public))?|\/market|\/public))?\/(ws|stream)(?:\/(.*))?$/

export interface SocketDoorOptions {
  readonly hub: StreamHub
  readonly desk: FaultDesk
  /** Real time between two pings of a connection. */
  readonly pingMs: number
  /** Real time after which a connection without a pong is ended. */
  readonly pongMs: number
  /** Real time after which every connection is ended, as Binance does after 24 hours. */
  readonly lifeMs: number
  /** Whether nobody is let in now. */
  readonly isDown: () => boolean
  /** Brings the exchange up to date before a stream begins. */
  readonly onSubscribe: () => void
}

interface Guest {
  readonly socket: WebSocket
  readonly subscriber: Subscriber
  readonly sinceMs: number
  pongMs: number
}

/** Where WebSocket clients come in: /ws, /ws/NAME, /stream?streams=A/B, and for futures the same below /fstream. */
export class SocketDoor {
  readonly #options: SocketDoorOptions
  readonly #sockets = new WebSocketServer({ noServer: true, autoPong: false })
  readonly #guests = new Set<Guest>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #pinging: NodeJS.Timeout

  constructor(server: Server, options: SocketDoorOptions) {
    this.#options = options
    server.on('upgrade', (request, socket, head) => this.#enter(request, socket, head))
    this.#pinging = setInterval(() => this.#ping(), options.pingMs)
  }

  get guests(): number {
    return this.#guests.size
  }

  /** Ends all connections without a handshake: their clients see code 1006. */
  cutAll(): void {
    for (const { socket } of this.#guests) socket.terminate()
  }

  /** All connections stay open and fall silent. */
  silenceAll(): void {
    for (const { subscriber } of this.#guests) subscriber.delivery.silent = true
  }

  close(): void {
    clearInterval(this.#pinging)
    for (const timer of this.#timers) clearTimeout(timer)
    for (const { socket } of this.#guests) socket.terminate()
    this.#sockets.close()
  }

  #enter(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const path = pathPattern.exec(url.pathname)
    if (this.#options.isDown() || path === null) {
      const status = path === null ? '404 Not Found' : '503 Service Unavailable'
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    const [, futures, door, name = ''] = path
    const venue: Venue = futures === undefined ? 'spot' : 'futures'
    const combined = door === 'stream'
    const names = combined ? (url.searchParams.get('streams') ?? '').split('/') : [name]
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      const wanted = names.filter((name) => name.includes('@'))
      this.#welcome(client, venue, combined, wanted)
    })
  }

  #welcome(socket: WebSocket, venue: Venue, combined: boolean, names: readonly string[]): void {
    const { hub, desk, onSubscribe } = this.#options
    const line = {
      send(text: string) {
        if (socket.readyState !== socket.OPEN) return
        if (socket.bufferedAmount > bufferedMax) socket.terminate()
        else socket.send(text)
      },
      cut: () => socket.terminate(),
    }
    const delivery = new FaultyDelivery(line, desk, (run, delayMs) => this.#later(run, delayMs))
    const subscriber: Subscriber = { venue, combined, streams: new Set(), delivery }
    const nowMs = performance.now()
    const guest: Guest = { socket, subscriber, sinceMs: nowMs, pongMs: nowMs }
    this.#guests.add(guest)
    socket.on('message', (data) => this.#hear(guest, data))
    socket.on('pong', () => {
      guest.pongMs = performance.now()
    })
    socket.on('ping', (data) => {
      if (!delivery.silent) socket.pong(data)
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      hub.leave(subscriber)
      this.#guests.delete(guest)
    })
    onSubscribe()
    for (const name of names.slice(0, streamsMax)) hub.subscribe(subscriber, name)
  }

  #hear({ subscriber, socket }: Guest, data: RawData): void {
    if (subscriber.delivery.silent) return
    const answer = this.#answer(subscriber, String(data))
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(answer))
  }

  #answer(subscriber: Subscriber, text: string): unknown {
    const { hub, onSubscribe } = this.#options
    let request: unknown
    try {
      request = JSON.parse(text)
    } catch {
      return fault(3, 'Invalid JSON: expected value', null)
    }
    const { method, params, id = null } = (request ?? {}) as { [name: string]: unknown }
    if (method === 'LIST_SUBSCRIPTIONS') return { result: [...subscriber.streams], id }
    if (method !== 'SUBSCRIBE' && method !== 'UNSUBSCRIBE') {
      return fault(2, `Invalid request: unknown variant ${JSON.stringify(method)}`, id)
    }
    if (!Array.isArray(params) || params.some((name) => typeof name !== 'string')) {
      return fault(2, 'Invalid request: params must be an array of stream names', id)
    }
    if (method === 'SUBSCRIBE' && subscriber.streams.size + params.length > streamsMax) {
      return fault(2, `Invalid request: more than ${streamsMax} streams`, id)
    }
    onSubscribe()
    for (const name of params as readonly string[]) {
      if (method === 'SUBSCRIBE') hub.subscribe(subscriber, name)
      else hub.unsubscribe(subscriber, name)
    }
    return { result: null, id }
  }

  #ping(): void {
    const { pongMs, lifeMs } = this.#options
    const nowMs = performance.now()
    for (const { socket, subscriber, sinceMs, pongMs: heardMs } of this.#guests) {
      if (subscriber.delivery.silent) continue
      if (nowMs - heardMs > pongMs) socket.terminate()
      else if (nowMs - sinceMs > lifeMs) socket.close(1001, 'connection is too old')
      else if (socket.readyState === socket.OPEN) socket.ping(String(Date.now()))
    }
  }

  #later(run: () => void, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, delayMs)
    this.#timers.add(timer)
  }
}

function fault(code: number, msg: string, id: unknown): unknown {
  return { error: { code, msg }, id }
}
