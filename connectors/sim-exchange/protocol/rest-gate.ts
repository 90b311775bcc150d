import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Exchange } from '../exchange.ts'
import type { FaultDesk } from '../faults/fault-desk.ts'
import { ApiError } from './api-error.ts'
import type { Query } from './query.ts'
import { unknownPath } from './rest-routes.ts'
import type { Venue } from './units.ts'
import { type Verdict, type WeightLimits, WeightMeter, weightMax, weightOf } from './weights.ts'

const serverErrors = [500, 502, 503, 504] as const

export interface RestGateOptions {
  readonly exchange: Exchange
  readonly desk: FaultDesk
  readonly limits: WeightLimits
  readonly isDown: () => boolean
  /** Brings the exchange up to date before a request is answered. */
  readonly onRequest: () => void
}

/** What every request to the exchange's own paths passes: outages, faults, and the weight limit of its address. */
export function addRestGate(app: FastifyInstance, options: RestGateOptions): void {
  const { desk, exchange, isDown, onRequest } = options
  const meters = new Map<string, WeightMeter>()
  app.addHook('onRequest', async (request, reply) => {
    onRequest()
    if (request.url.startsWith('/sim/')) return
    if (isDown()) {
      desk.count('outage')
      return refuse(reply, new ApiError(503, -1000, 'Service unavailable from a simulated outage.'))
    }
    const faults = desk.at(exchange.nowMs)
    if (desk.happens(faults.serverError, 'serverError')) {
      const status = serverErrors[desk.random.word() % serverErrors.length] ?? 500
      return refuse(reply, new ApiError(status, -1000, 'An unknown error occurred.'))
    }
    if (desk.happens(faults.slow, 'slow')) await sleep(faults.slowMs)
    return weigh(request, reply, meters, options.limits)
  })
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ApiError) return refuse(reply, error)
    return refuse(reply, new ApiError(500, -1000, String(error)))
  })
  app.setNotFoundHandler((request, reply) => refuse(reply, unknownPath(request.url)))
}

function weigh(
  request: FastifyRequest,
  reply: FastifyReply,
  meters: Map<string, WeightMeter>,
  limits: WeightLimits,
): unknown {
  const [path = ''] = request.url.split('?')
  const venue: Venue = path.startsWith('/api/') ? 'spot' : 'futures'
  const key = `${venue} ${request.ip}`
  const meter = meters.get(key) ?? new WeightMeter(venue, limits)
  meters.set(key, meter)
  const verdict = meter.use(weightOf(path, request.query as Query), Date.now())
  reply.header('x-mbx-used-weight', verdict.used)
  reply.header('x-mbx-used-weight-1m', verdict.used)
  if (verdict.refused === undefined) return
  reply.header('retry-after', verdict.retryAfterSeconds)
  return refuse(reply, overweight(verdict, venue, limits))
}

function overweight({ refused, untilMs }: Verdict, venue: Venue, limits: WeightLimits): ApiError {
  const text =
    refused === 418
      ? `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`
      : `Too much request weight used; current limit is ${weightMax[venue] * limits.scale} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`
  return new ApiError(refused ?? 429, -1003, text)
}

function refuse(reply: FastifyReply, error: ApiError): FastifyReply {
  return reply.code(error.status).send(error.body())
}
