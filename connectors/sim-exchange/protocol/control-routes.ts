import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import type { FaultDesk } from '../faults/fault-desk.ts'
import { faultSettingsSchema } from '../faults/fault-settings.ts'
import { ApiError } from './api-error.ts'
import { klineRows } from './klines.ts'
import { type Query, symbolOfQuery } from './query.ts'
import type { SocketDoor } from './socket-door.ts'
import type { StreamHub } from './stream-hub.ts'
import { Units } from './units.ts'

const ledgerRowsMax = 100_000

const orderSchema = z.strictObject({
  faults: faultSettingsSchema,
  /** Simulated time; for good where it is left out. */
  forSeconds: z.number().positive().optional(),
})
const socketsSchema = z.strictObject({ action: z.enum(['close', 'half-open']) })

export interface ControlParts {
  readonly exchange: Exchange
  readonly desk: FaultDesk
  readonly hub: StreamHub
  readonly door: () => SocketDoor
}

/** What no exchange has: the truth, and faults by order. Neither weighs anything nor is it ever down. */
export function addControlRoutes(app: FastifyInstance, parts: ControlParts): void {
  const { exchange, desk, hub, door } = parts
  app.get('/sim/state', () => ({
    nowMs: exchange.nowMs,
    startMs: exchange.startMs,
    liveMs: exchange.liveMs,
    phase: exchange.phase.name,
    faults: desk.at(exchange.nowMs),
    counts: desk.counts,
    connections: door().guests,
    messages: hub.messages,
    symbols: exchange.ledgers.map((ledger) => ({
      symbol: ledger.listing.symbol,
      trades: ledger.trades.lastId,
      minutes: ledger.candles.minutes,
      decisions: ledger.market.decisions,
      liquidations: ledger.liquidationCount,
    })),
  }))
  /** The exchange's own candles, as `klines` writes them, of any length and never faulty. */
  app.get('/sim/ledger', (request) => {
    const query = { interval: '1m', limit: String(ledgerRowsMax), ...(request.query as Query) }
    const ledger = symbolOfQuery(exchange, query)
    return klineRows(ledger, query, new Units(ledger.listing, 'spot'), ledgerRowsMax)
  })
  app.post('/sim/faults', (request) => {
    const order = orderSchema.safeParse(request.body)
    if (!order.success) throw new ApiError(400, -1, z.prettifyError(order.error))
    const { faults, forSeconds } = order.data
    desk.order(faults, exchange.nowMs + (forSeconds ?? Number.POSITIVE_INFINITY) * 1_000)
    return { faults }
  })
  app.delete('/sim/faults', () => {
    desk.calm()
    return { faults: desk.at(exchange.nowMs) }
  })
  app.post('/sim/connections', (request) => {
    const order = socketsSchema.safeParse(request.body)
    if (!order.success) throw new ApiError(400, -1, z.prettifyError(order.error))
    const connections = door().guests
    if (order.data.action === 'close') door().cutAll()
    else door().silenceAll()
    return { connections }
  })
}
