import type { Query } from './query.ts'
import type { Venue } from './units.ts'

/** Weight that one address may use up in a minute, as Binance grants it. */
export const weightMax: { readonly [venue in Venue]: number } = { spot: 6_000, futures: 2_400 }

type Weigh = (query: Query) => number
const one: Weigh = () => 1
const named =
  (single: number, all: number): Weigh =>
  (query) =>
    query.symbol === undefined ? all : single

/** By the sizes asked for: the weight of the first step that is not below. */
function bySize(usual: number, steps: readonly (readonly [number, number])[]): Weigh {
  return (query) => {
    const limit = Number(query.limit ?? usual)
    return steps.find(([most]) => limit <= most)?.[1] ?? steps.at(-1)?.[1] ?? 1
  }
}

const spotDepth = bySize(100, [
  [100, 5],
  [500, 25],
  [1_000, 50],
  [5_000, 250],
])
const futuresDepth = bySize(500, [
  [50, 2],
  [100, 5],
  [500, 10],
  [1_000, 20],
])
const futuresKlines = bySize(500, [
  [99, 1],
  [499, 2],
  [1_000, 5],
  [1_500, 10],
])

/** What each request weighs (Binance's tables of 2025); requests that are not here weigh 1. */
const weights: { readonly [path: string]: Weigh } = {
  '/api/v3/ping': one,
  '/api/v3/time': one,
  '/api/v3/exchangeInfo': () => 20,
  '/api/v3/klines': () => 2,
  '/api/v3/uiKlines': () => 2,
  '/api/v3/trades': () => 25,
  '/api/v3/historicalTrades': () => 25,
  '/api/v3/aggTrades': () => 4,
  '/api/v3/depth': spotDepth,
  '/api/v3/ticker/24hr': named(2, 80),
  '/api/v3/ticker/price': named(2, 4),
  '/api/v3/ticker/bookTicker': named(2, 4),
  '/fapi/v1/klines': futuresKlines,
  '/fapi/v1/trades': () => 5,
  '/fapi/v1/aggTrades': () => 20,
  '/fapi/v1/depth': futuresDepth,
  '/fapi/v1/ticker/24hr': named(1, 40),
  '/fapi/v1/premiumIndex': named(1, 10),
}

export function weightOf(path: string, query: Query): number {
  return weights[path]?.(query) ?? 1
}

export interface WeightLimits {
  /** Times what Binance grants; 0 turns the limit off. */
  readonly scale: number
  /** Requests after the first refused one, within a minute, that make a ban. */
  readonly banAfter: number
  readonly banMs: number
}

export const usualLimits: WeightLimits = { scale: 1, banAfter: 20, banMs: 120_000 }

export interface Verdict {
  readonly used: number
  /** 429: wait; 418: banned. */
  readonly refused?: 429 | 418
  readonly retryAfterSeconds: number
  readonly untilMs: number
}

const windowMs = 60_000

/** Used weight of one address on one venue, in minutes of real time. */
export class WeightMeter {
  readonly #limits: WeightLimits
  readonly #max: number
  #minute = -1
  #used = 0
  #refusals = 0
  #bannedUntilMs = 0

  constructor(venue: Venue, limits: WeightLimits) {
    this.#limits = limits
    this.#max = limits.scale === 0 ? Number.POSITIVE_INFINITY : weightMax[venue] * limits.scale
  }

  use(weight: number, nowMs: number): Verdict {
    const minute = Math.floor(nowMs / windowMs)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#used = 0
      this.#refusals = 0
    }
    if (nowMs < this.#bannedUntilMs) return this.#refuse(418, this.#bannedUntilMs, nowMs)
    this.#used += weight
    const minuteEndMs = (minute + 1) * windowMs
    const fine = { used: this.#used, retryAfterSeconds: 0, untilMs: minuteEndMs }
    if (this.#used <= this.#max) return fine
    if (++this.#refusals <= this.#limits.banAfter) return this.#refuse(429, minuteEndMs, nowMs)
    this.#bannedUntilMs = nowMs + this.#limits.banMs
    return this.#refuse(418, this.#bannedUntilMs, nowMs)
  }

  #refuse(refused: 429 | 418, untilMs: number, nowMs: number): Verdict {
    const retryAfterSeconds = Math.ceil((untilMs - nowMs) / 1_000)
    return { used: this.#used, refused, retryAfterSeconds, untilMs }
  }
}
