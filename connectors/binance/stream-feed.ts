import WebSocket from 'ws'
import { type FeedLimits, FeedState, feedLimits } from './feed-state.ts'
import { StreamAges } from './stream-ages.ts'
import { type Fields, fieldsOf } from './stream-message.ts'
import type { WallClock } from './wall-clock.ts'

export interface StreamFeedOptions {
  /** Without path: wss://stream.binance.com:9443. */
  readonly url: string
  readonly clock: WallClock
  /** In [0, 1). */
  readonly random: () => number
  readonly limits?: FeedLimits
  /** A message of a stream; `text` is the whole frame as it came. */
  readonly onMessage: (stream: string, data: Fields, text: string) => void
  /** What a person should know of. */
  readonly onNote: (text: string) => void
}

/** A connection of Binance takes so many. */
export const streamsMax = 1_024
/** So many are named in the address; the rest is subscribed. */
const inAddressMax = 50
const perRequestMax = 100

/** Combined streams over one connection, or two while one takes over from the other. `tick` keeps it going. */
export class StreamFeed {
  readonly state: FeedState
  readonly ages = new StreamAges()
  messages = 0
  /** Frames that could not be read, or that no stream is named in. */
  unreadable = 0
  private readonly options: StreamFeedOptions
  private readonly sockets = new Map<number, WebSocket>()
  private readonly streams = new Set<string>()
  private requests = 0

  constructor(options: StreamFeedOptions) {
    this.options = options
    this.state = new FeedState(options.limits ?? feedLimits, options.random)
  }

  subscribe(streams: readonly string[]): void {
    const fresh = streams.filter((stream) => !this.streams.has(stream))
    for (const stream of fresh) {
      this.streams.add(stream)
      this.ages.subscribed(stream, this.options.clock.nowMs())
    }
    this.request('SUBSCRIBE', fresh)
  }

  unsubscribe(streams: readonly string[]): void {
    const known = streams.filter((stream) => this.streams.delete(stream))
    for (const stream of known) this.ages.unsubscribed(stream)
    this.request('UNSUBSCRIBE', known)
  }

  tick(): void {
    // With nothing to hear there is nothing to connect to.
    if (this.streams.size === 0 && this.sockets.size === 0) return
    for (const action of this.state.tick(this.options.clock.nowMs())) {
      if (action.do === 'connect') this.connect(action.id)
      else if (action.do === 'ping') this.sockets.get(action.id)?.ping()
      else {
        this.options.onNote(`stream connection ${action.id} is closed: ${action.why}`)
        this.terminate(action.id)
      }
    }
  }

  close(): void {
    for (const id of [...this.sockets.keys()]) this.terminate(id)
  }

  private connect(id: number): void {
    const { url, clock, onNote } = this.options
    const streams = [...this.streams]
    const named = streams.slice(0, inAddressMax)
    const socket = new WebSocket(`${url}/stream?streams=${named.join('/')}`, {
      perMessageDeflate: false,
    })
    this.sockets.set(id, socket)
    // What was subscribed since the address was made is not in it.
    socket.on('open', () => {
      const rest = [...this.streams].filter((stream) => !named.includes(stream))
      const { state } = this
      state.opened(id, clock.nowMs())
      this.send(socket, 'SUBSCRIBE', rest)
    })
    socket.on('message', (bytes) => this.take(id, String(bytes)))
    const alive = (): void => this.state.frame(id, clock.nowMs())
    socket.on('ping', alive)
    socket.on('pong', alive)
    socket.on('error', (error) => onNote(`stream connection ${id}: ${error.message}`))
    socket.on('close', (code) => {
      if (this.sockets.get(id) !== socket) return
      this.sockets.delete(id)
      onNote(`stream connection ${id} was closed by the other side (${code})`)
      this.state.ended(id, clock.nowMs())
    })
  }

  private take(id: number, text: string): void {
    const nowMs = this.options.clock.nowMs()
    this.state.frame(id, nowMs)
    let message: Fields | null = null
    try {
      message = fieldsOf(JSON.parse(text))
    } catch {
      // It is counted below.
    }
    const stream = message?.stream
    const data = fieldsOf(message?.data)
    if (typeof stream === 'string' && data !== null) {
      this.messages++
      this.state.heard(id, stream, nowMs)
      this.ages.heard(stream, nowMs)
      this.options.onMessage(stream, data, text)
    } else if (message === null || message.result !== null) {
      this.unreadable++
      this.options.onNote(`stream connection ${id} sent ${text.slice(0, 200)}`)
    }
  }

  private request(method: 'SUBSCRIBE' | 'UNSUBSCRIBE', streams: readonly string[]): void {
    for (const socket of this.sockets.values())
      if (socket.readyState === WebSocket.OPEN) this.send(socket, method, streams)
  }

  private send(
    socket: WebSocket,
    method: 'SUBSCRIBE' | 'UNSUBSCRIBE',
    streams: readonly string[],
  ): void {
    for (let at = 0; at < streams.length; at += perRequestMax) {
      const params = streams.slice(at, at + perRequestMax)
      socket.send(JSON.stringify({ method, params, id: ++this.requests }))
    }
  }

  /** Without a farewell: a socket that is half open would not answer one. */
  private terminate(id: number): void {
    const socket = this.sockets.get(id)
    this.sockets.delete(id)
    socket?.terminate()
  }
}
