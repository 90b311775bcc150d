import type { MarketEndpoints } from './market-endpoints.ts'
import { elsewhere, RestError } from './rest-error.ts'
import type { WallClock } from './wall-clock.ts'
import { WeightLimiter } from './weight-limiter.ts'

export type RestParameters = { readonly [name: string]: string | number }

/** Asks a market's REST; requests go one after the other, within the exchange's limits. */
export interface RestClient {
  readonly limiter: WeightLimiter
  readonly requests: number
  /** What a path of the market gives, as parsed JSON. Throws RestError. */
  get(path: string, parameters?: RestParameters): Promise<unknown>
}

export interface RestClientOptions {
  readonly endpoints: MarketEndpoints
  readonly clock: WallClock
  /** In [0, 1); spreads what waits. */
  readonly random: () => number
  /** Milliseconds after which an answer is not waited for. */
  readonly timeoutMs?: number
}

/** The part of ccxt's exchange that is used. */
interface RawExchange {
  onRestResponse(...answer: readonly unknown[]): unknown
  fetch(url: string, method: string): Promise<unknown>
}

const attemptsMax = 5
const firstBackOffMs = 250
/** A refusal for longer than this is told, not waited for. */
const waitMaxMs = 120_000

/** Over ccxt, which takes 0.7 s and 80 MB: it is loaded with the first request. */
export function restClient(options: RestClientOptions): RestClient {
  return new CcxtRest(options)
}

class CcxtRest implements RestClient {
  readonly limiter: WeightLimiter
  requests = 0
  private readonly options: RestClientOptions
  private exchange: Promise<RawExchange> | undefined
  private last: Promise<unknown> = Promise.resolve()
  /** Status of the answer at hand; undefined until there is one. */
  private status: number | undefined

  constructor(options: RestClientOptions) {
    this.options = options
    this.limiter = new WeightLimiter(options.endpoints.weightMax)
  }

  get(path: string, parameters: RestParameters = {}): Promise<unknown> {
    const asked = this.last.then(() => this.ask(path, parameters))
    this.last = asked.catch(() => undefined)
    return asked
  }

  private async ask(path: string, parameters: RestParameters): Promise<unknown> {
    const { endpoints, clock } = this.options
    const query = new URLSearchParams(
      Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
    ).toString()
    const url = `${endpoints.rest}/${path}${query === '' ? '' : `?${query}`}`
    this.exchange ??= this.open()
    const exchange = await this.exchange
    for (let attempt = 1; ; attempt++) {
      await this.admitted(endpoints.weights[path] ?? 1, url)
      this.status = undefined
      this.requests++
      try {
        return await exchange.fetch(url, 'GET')
      } catch (error) {
        const fault = this.faultOf(url, error)
        if (fault.fault !== 'unreachable' && fault.fault !== 'rate') throw fault
        if (attempt === attemptsMax) throw fault
        if (fault.fault === 'unreachable') await clock.sleep(this.backOffMs(attempt))
      }
    }
  }

  private async admitted(weight: number, url: string): Promise<void> {
    const { clock } = this.options
    for (;;) {
      const waitMs = this.limiter.take(weight, clock.nowMs())
      if (waitMs === 0) return
      if (waitMs > waitMaxMs)
        throw new RestError(
          'rate',
          `${url}: the exchange refuses requests for another ${Math.ceil(waitMs / 1_000)} s`,
        )
      await clock.sleep(waitMs)
    }
  }

  private backOffMs(attempt: number): number {
    return firstBackOffMs * 2 ** attempt * (0.5 + this.options.random())
  }

  private faultOf(url: string, error: unknown): RestError {
    const { status } = this
    const said = (error as Error).message
    if (status === 451 || status === 403) return new RestError('region', elsewhere, status, error)
    if (status === 429 || status === 418) return new RestError('rate', said, status, error)
    if (status !== undefined && status >= 400 && status < 500)
      return new RestError('refused', said, status, error)
    return new RestError('unreachable', `${url} does not answer: ${said}`, status, error)
  }

  private async open(): Promise<RawExchange> {
    const { endpoints, timeoutMs = 10_000 } = this.options
    const ccxt = await import('ccxt')
    const exchange = new ccxt[endpoints.ccxtId]({
      // By our own limiter, which obeys the headers.
      enableRateLimit: false,
      timeout: timeoutMs,
    }) as unknown as RawExchange
    exchange.onRestResponse = (...answer) => {
      const [status, , , , headers, body] = answer as [
        number,
        string,
        string,
        string,
        { [name: string]: string },
        unknown,
      ]
      this.answered(status, headers)
      return body
    }
    return exchange
  }

  private answered(status: number, headers: { readonly [name: string]: string }): void {
    this.status = status
    const found = new Map(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text]))
    const used = found.get('x-mbx-used-weight-1m')
    const retryAfter = found.get('retry-after')
    this.limiter.answered(
      status,
      used === undefined ? undefined : Number(used),
      retryAfter === undefined ? undefined : Number(retryAfter),
      this.options.clock.nowMs(),
    )
  }
}
