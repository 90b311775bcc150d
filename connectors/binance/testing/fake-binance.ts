import type { AddressInfo } from 'node:net'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { type WebSocket, WebSocketServer } from 'ws'

export interface FakeTrade {
  readonly id: number
  readonly timeMs: number
  readonly price: number
  readonly quantity: number
  readonly maker: boolean
}

/** How the next answers of REST go wrong. */
export interface RestFailure {
  readonly status: number
  readonly headers?: { readonly [name: string]: string }
}

const minuteMs = 60_000
const rowsMax = 1_000

/**
 * A small exchange that speaks Binance's spot protocol on a free port: trades are made by the test, everything else follows from them. Minutes before the
 * first trade have candles that follow from their time.
 */
export class FakeBinance {
  readonly trades = new Map<string, FakeTrade[]>()
  /** Paths that were asked for, with their queries. */
  readonly asked: string[] = []
  readonly restFailures: RestFailure[] = []
  /** The streams of each connection that was made. */
  readonly connections: Set<string>[] = []
  /** Frames that are not sent. */
  dropNext = 0
  /** Frames that are sent twice. */
  duplicateNext = 0
  /** The next frame waits for the one behind it. */
  reorderNext = false
  /** Nothing is sent over the connections that there are, pongs neither. */
  readonly muted = new WeakSet<WebSocket>()
  skewMs = 0
  /** Minutes that have no candle. */
  readonly outages = new Set<number>()
  private readonly app: FastifyInstance = fastify()
  private readonly server = new WebSocketServer({ noServer: true, autoPong: false })
  private readonly sockets = new Map<WebSocket, Set<string>>()
  private held: string | undefined
  private readonly firstMs: number
  refusing = false

  constructor(symbols: readonly string[], firstMs: number) {
    this.firstMs = firstMs
    for (const symbol of symbols) this.trades.set(symbol, [])
  }

  static async start(symbols: readonly string[], firstMs = 0): Promise<FakeBinance> {
    const fake = new FakeBinance(symbols, firstMs)
    await fake.listen()
    return fake
  }

  get urls(): { readonly rest: string; readonly stream: string } {
    const { port } = this.app.server.address() as AddressInfo
    return { rest: `http://127.0.0.1:${port}/api/v3`, stream: `ws://127.0.0.1:${port}` }
  }

  nowMs(): number {
    return Date.now() + this.skewMs
  }

  /** Makes a trade and tells it. */
  trade(symbol: string, price: number, timeMs = this.nowMs()): FakeTrade {
    const known = this.trades.get(symbol) ?? []
    const id = (known.at(-1)?.id ?? 100) + 1
    const trade = { id, timeMs, price, quantity: 1 + (id % 7), maker: id % 2 === 0 }
    known.push(trade)
    const data = {
      e: 'trade',
      E: timeMs,
      s: symbol,
      t: id,
      p: price.toFixed(2),
      q: trade.quantity.toFixed(3),
      T: timeMs,
      m: trade.maker,
      M: true,
    }
    this.send(`${symbol.toLowerCase()}@trade`, data)
    return trade
  }

  send(stream: string, data: object): void {
    const text = JSON.stringify({ stream, data })
    if (this.dropNext > 0) {
      this.dropNext--
      return
    }
    if (this.reorderNext) {
      this.reorderNext = false
      this.held = text
      return
    }
    const texts = [text, ...(this.held === undefined ? [] : [this.held])]
    this.held = undefined
    if (this.duplicateNext > 0) {
      this.duplicateNext--
      texts.push(text)
    }
    for (const [socket, streams] of this.sockets) {
      if (this.muted.has(socket)) continue
      // One that was held is of the same stream, or its receiver may skip it.
      if (streams.has(stream)) for (const one of texts) socket.send(one)
    }
  }

  /** Connections go half open: they stay, and nothing comes any more. */
  mute(): void {
    for (const socket of this.sockets.keys()) this.muted.add(socket)
  }

  /** Cuts every connection without a farewell: 1006. */
  cut(): void {
    for (const socket of this.sockets.keys()) socket.terminate()
  }

  async close(): Promise<void> {
    this.cut()
    this.server.close()
    await this.app.close()
  }

  /** The candle of a minute as REST tells it; undefined where there is none. */
  kline(symbol: string, openMs: number): readonly unknown[] | undefined {
    if (openMs < this.firstMs || this.outages.has(openMs)) return undefined
    const all = this.trades.get(symbol) ?? []
    const within = all.filter(({ timeMs }) => openMs <= timeMs && timeMs < openMs + minuteMs)
    const before = all.filter(({ timeMs }) => timeMs < openMs).at(-1)
    const minute = openMs / minuteMs
    const rest = before?.price ?? 100 + (minute % 50)
    const prices = within.length > 0 ? within.map(({ price }) => price) : [rest]
    const volume = within.reduce((sum, { quantity }) => sum + quantity, 0)
    const taken = within.reduce((sum, { quantity, maker }) => sum + (maker ? 0 : quantity), 0)
    const quote = within.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
    const [open = 0] = prices
    const ends = [open, Math.max(...prices), Math.min(...prices), prices.at(-1) ?? 0]
    const [first, high, low, close] = ends.map((price) => price.toFixed(2))
    const closeMs = openMs + minuteMs - 1
    return [
      openMs,
      first,
      high,
      low,
      close,
      volume.toFixed(3),
      closeMs,
      quote.toFixed(5),
      within.length,
      taken.toFixed(3),
      '0',
      '0',
    ]
  }

  private async listen(): Promise<void> {
    const { app } = this
    app.addHook('onRequest', async (request, reply) => {
      this.asked.push(request.url.replace('/api/v3/', ''))
      void reply.header('x-mbx-used-weight-1m', '1')
      const failure = this.restFailures.shift()
      if (failure === undefined) return
      for (const [name, text] of Object.entries(failure.headers ?? {}))
        void reply.header(name, text)
      await reply.code(failure.status).send({ code: -1, msg: `failure ${failure.status}` })
    })
    app.get('/api/v3/time', async () => ({ serverTime: this.nowMs() }))
    app.get('/api/v3/exchangeInfo', async () => ({
      rateLimits: [
        { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6_000 },
      ],
      symbols: [...this.trades.keys()].map((symbol) => ({ symbol, status: 'TRADING' })),
    }))
    app.get('/api/v3/klines', async (request) => this.klines(request.query as Query))
    for (const path of ['trades', 'historicalTrades', 'aggTrades'] as const)
      app.get(`/api/v3/${path}`, async (request, reply) =>
        this.tradesFor(path, request.query as Query, reply),
      )
    app.server.on('upgrade', (request, socket, head) => {
      if (this.refusing) {
        socket.destroy()
        return
      }
      this.server.handleUpgrade(request, socket, head, (client) =>
        this.welcome(client, new URL(request.url ?? '', 'ws://fake')),
      )
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
  }

  private welcome(socket: WebSocket, url: URL): void {
    const named = (url.searchParams.get('streams') ?? '').split('/').filter((name) => name !== '')
    const streams = new Set(named)
    this.sockets.set(socket, streams)
    this.connections.push(streams)
    socket.on('ping', () => {
      if (!this.muted.has(socket)) socket.pong()
    })
    socket.on('message', (bytes) => {
      const { method, params, id } = JSON.parse(String(bytes)) as {
        readonly method: string
        readonly params: readonly string[]
        readonly id: number
      }
      for (const name of params) {
        if (method === 'SUBSCRIBE') streams.add(name)
        else streams.delete(name)
      }
      if (!this.muted.has(socket)) socket.send(JSON.stringify({ result: null, id }))
    })
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('error', () => undefined)
  }

  private klines({ symbol = '', startTime = '0', endTime, limit }: Query): readonly unknown[] {
    const rows: unknown[] = []
    const untilMs = Math.min(Number(endTime ?? this.nowMs()), this.nowMs())
    const fromMs = Math.max(Number(startTime), this.firstMs)
    for (let openMs = Math.ceil(fromMs / minuteMs) * minuteMs; openMs <= untilMs; ) {
      const row = this.kline(symbol, openMs)
      if (row !== undefined) rows.push(row)
      if (rows.length >= Number(limit ?? rowsMax)) break
      openMs += minuteMs
    }
    return rows
  }

  private tradesFor(
    path: 'trades' | 'historicalTrades' | 'aggTrades',
    { symbol = '', fromId, startTime, limit = '500' }: Query,
    reply: FastifyReply,
  ): unknown {
    const all = this.trades.get(symbol)
    if (all === undefined) return reply.code(400).send({ code: -1121, msg: 'Invalid symbol.' })
    const most = Number(limit)
    const since = all.filter(
      ({ id, timeMs }) => id >= Number(fromId ?? 0) && timeMs >= Number(startTime ?? 0),
    )
    const forward = fromId !== undefined || startTime !== undefined
    const chosen = forward ? since.slice(0, most) : since.slice(-most)
    if (path !== 'aggTrades')
      return chosen.map(({ id, timeMs, price, quantity, maker }) => ({
        id,
        price: price.toFixed(2),
        qty: quantity.toFixed(3),
        quoteQty: (price * quantity).toFixed(5),
        time: timeMs,
        isBuyerMaker: maker,
        isBestMatch: true,
      }))
    return chosen.map(({ id, timeMs, price, quantity, maker }) => ({
      a: id,
      p: price.toFixed(2),
      q: quantity.toFixed(3),
      f: id,
      l: id,
      T: timeMs,
      m: maker,
    }))
  }
}

type Query = { readonly [name: string]: string | undefined }
