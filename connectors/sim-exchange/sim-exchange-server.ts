import fastify from 'fastify'
import { Exchange, type ExchangeOptions } from './exchange.ts'
import { FaultDesk } from './faults/fault-desk.ts'
import { type FaultSchedule, type FaultSettings, noFaults } from './faults/fault-settings.ts'
import { addControlRoutes } from './protocol/control-routes.ts'
import { addRestGate } from './protocol/rest-gate.ts'
import { addMarketRoutes } from './protocol/rest-routes.ts'
import { SocketDoor } from './protocol/socket-door.ts'
import { StreamHub } from './protocol/stream-hub.ts'
import { usualLimits, type WeightLimits } from './protocol/weights.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
const turnMs = 20
/** So long one turn may keep everything else waiting; what it did not get to do, the next does. */
const busyMs = 50
const pingEveryMs = 20_000
const pingLeastMs = 250
const pongLeastMs = 5_000

export interface SimExchangeServerOptions {
  readonly exchange: ExchangeOptions
  /** 0: any that is free. */
  readonly port: number
  readonly host?: string
  /** Simulated time per real time. */
  readonly speed: number
  /** Begins at the time of day instead of where the live market begins. */
  readonly wallClock?: boolean
  readonly limits?: WeightLimits
  readonly faults?: FaultSettings
  readonly schedule?: FaultSchedule
  /** Simulated time after which a connection is ended; 24 hours where it is left out. */
  readonly connectionLifeMs?: number
}

export interface SimExchangeServer {
  readonly exchange: Exchange
  readonly desk: FaultDesk
  readonly port: number
  /** `http://…`, and `ws://…`, without a path. */
  readonly url: string
  readonly socketUrl: string
  close(): Promise<void>
}

/** The simulated exchange on a port: Binance's market data, spot and USDT-M, over REST and WebSocket. */
export async function startSimExchange(
  options: SimExchangeServerOptions,
): Promise<SimExchangeServer> {
  const { speed, host = '127.0.0.1' } = options
  const exchange = new Exchange(options.exchange)
  exchange.runTo(exchange.liveMs)
  const desk = new FaultDesk({
    seed: options.exchange.seed,
    always: options.faults ?? noFaults,
    schedule: options.schedule ?? [],
    liveMs: exchange.liveMs,
  })
  const hub = new StreamHub(exchange, desk)
  const clock = new Clock(options.wallClock === true ? Date.now() : exchange.liveMs, speed)
  const isDown = () => desk.at(exchange.nowMs).outage || exchange.phase.forces.outage
  let door: SocketDoor | undefined
  const advance = () => {
    const turnEndsMs = performance.now() + busyMs
    const untilMs = clock.nowMs()
    while (exchange.nowMs < untilMs && performance.now() < turnEndsMs) {
      const { nowMs } = exchange
      // A candle is told when it closes, between the trades on both sides of its end.
      exchange.runTo(Math.min(untilMs, nowMs - (nowMs % minuteMs) + minuteMs))
      hub.tell()
    }
    if (isDown()) door?.cutAll()
  }
  const app = fastify({ logger: false, forceCloseConnections: true })
  addRestGate(app, {
    exchange,
    desk,
    limits: options.limits ?? usualLimits,
    isDown,
    onRequest: advance,
  })
  addMarketRoutes(app, exchange)
  const opened = new SocketDoor(app.server, {
    hub,
    desk,
    pingMs: Math.max(pingLeastMs, pingEveryMs / speed),
    pongMs: Math.max(pongLeastMs, (3 * pingEveryMs) / speed),
    lifeMs: (options.connectionLifeMs ?? dayMs) / speed,
    isDown,
    onSubscribe: advance,
  })
  door = opened
  addControlRoutes(app, { exchange, desk, hub, door: () => opened })
  await app.listen({ port: options.port, host })
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  const turning = setInterval(advance, turnMs)
  return {
    exchange,
    desk,
    port,
    url: `http://${host}:${port}`,
    socketUrl: `ws://${host}:${port}`,
    async close() {
      clearInterval(turning)
      opened.close()
      await app.close()
    },
  }
}

/** Simulated time from real time. */
class Clock {
  readonly #fromMs: number
  readonly #speed: number
  readonly #startedMs = performance.now()

  constructor(fromMs: number, speed: number) {
    this.#fromMs = fromMs
    this.#speed = speed
  }

  nowMs(): number {
    return this.#fromMs + Math.floor((performance.now() - this.#startedMs) * this.#speed)
  }
}
