import { StreamError } from '../../engine/core/errors.ts'

/**
 * Why REST gave no answer: `region` the exchange does not serve this place (451, 403), `rate` it refuses for long, `refused` the
 * request is wrong for it (4xx), `unreachable` network or server failed again and again.
 */
export type RestFault = 'region' | 'rate' | 'refused' | 'unreachable'

export class RestError extends StreamError {
  readonly code = 'EXCHANGE_REST'
  readonly fault: RestFault
  readonly status: number | undefined

  constructor(fault: RestFault, message: string, status?: number, cause?: unknown) {
    super(message, { fault, status }, cause)
    this.fault = fault
    this.status = status
  }
}

/** What a person whose region is refused can do. */
export const elsewhere =
  'Binance does not serve this region: Binance.US speaks the same protocol (binance.urls.rest https://api.binance.us/api/v3, binance.urls.stream wss://stream.binance.us:9443, spot only); Kraken, Coinbase and Bitstamp serve most regions that Binance does not, and their trades can be replayed from files'
