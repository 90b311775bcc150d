import { exactExp } from '../../../engine/core/exact-math.ts'
import type { Instrument } from '../../sim/instruments.ts'
import { seasonAt } from '../../sim/season.ts'
import { Sfc32, streamOf } from '../../sim/sfc32.ts'
import { normalOf } from './normal-table.ts'

const minuteMs = 60_000
const slotMs = 5_000

/** How fast each part of log volatility forgets, per minute, and its stationary deviation. */
const volatilityParts = [
  { kept: 1 - 1 / 40, deviation: 0.32 },
  { kept: 1 - 1 / 500, deviation: 0.34 },
  { kept: 1 - 1 / 6_000, deviation: 0.3 },
] as const
/** So that in the mean over time the variance is the plain one. */
const logMean = -volatilityParts.reduce((sum, { deviation }) => sum + deviation * deviation, 0)

const jumpsPerDay = 12
/** A jump has so many times the deviation of a minute. */
const jumpSize = 5

const marketNews = streamOf('market news')
const marketVolatility = streamOf('market volatility')

/** What a scenario does to the news. */
export interface NewsForce {
  /** Times the plain volatility. */
  volatility: number
  /** Relative change an hour. */
  driftPerHour: number
  /** Share of the way to the value at the start of the phase that is gone in an hour; 0: none. */
  pullPerHour: number
}

/**
 * What a symbol is worth to those who know: a martingale, of which nobody but informed agents hears.
 * It moves no price; only their orders do. Its volatility has three memories, of an hour to days,
 * shared by all symbols, as is part of its news.
 */
export class News {
  /** The worth, in ticks. */
  value: number
  /** Times the plain volatility at this moment, the season included. */
  volatility = 1
  readonly force: NewsForce = { volatility: 1, driftPerHour: 0, pullPerHour: 0 }

  readonly #seed: number
  readonly #random: Sfc32
  readonly #shared = new Sfc32()
  readonly #own: number
  readonly #common: number
  /** Deviation of the worth in a millisecond, at plain volatility. */
  readonly #deviation: number
  readonly #logs = volatilityParts.map(() => 0)
  #anchor: number
  #minute = -1
  #slot = -1
  #commonPerMs = 0

  constructor(seed: number, instrument: Instrument, startTicks: number) {
    this.value = startTicks
    this.#anchor = startTicks
    this.#seed = seed
    this.#random = new Sfc32(seed, streamOf(instrument.symbol), streamOf('news'))
    const { marketCorrelation, minuteVolatility } = instrument
    this.#common = marketCorrelation
    this.#own = Math.sqrt(1 - marketCorrelation * marketCorrelation)
    this.#deviation = minuteVolatility / Math.sqrt(minuteMs)
  }

  /** What a range pulls towards from now on. */
  anchor(): void {
    this.#anchor = this.value
  }

  jump(share: number): void {
    this.value *= 1 + share
  }

  advance(nowMs: number, passedMs: number): void {
    const slot = Math.floor(nowMs / slotMs)
    if (slot !== this.#slot) this.#enter(slot, nowMs)
    const deviation = this.#deviation * this.volatility
    const own = this.#own * Math.sqrt(passedMs) * normalOf(this.#random.word())
    let change = deviation * (own + this.#commonPerMs * passedMs)
    if (this.force.driftPerHour !== 0) change += (this.force.driftPerHour * passedMs) / 3_600_000
    if (this.force.pullPerHour !== 0) {
      const away = this.#anchor / this.value - 1
      change += (away * this.force.pullPerHour * passedMs) / 3_600_000
    }
    this.value *= 1 + Math.max(-0.5, change)
  }

  #enter(slot: number, nowMs: number): void {
    this.#slot = slot
    const minute = Math.floor(nowMs / minuteMs)
    if (minute !== this.#minute) this.#enterMinute(minute)
    this.#shared.set(this.#seed, marketNews, slot)
    this.#commonPerMs = (this.#common * normalOf(this.#shared.word())) / Math.sqrt(slotMs)
  }

  #enterMinute(minute: number): void {
    this.#minute = minute
    this.#shared.set(this.#seed, marketVolatility, minute)
    let log = logMean
    for (const [part, { kept, deviation }] of volatilityParts.entries()) {
      const fresh = deviation * Math.sqrt(1 - kept * kept) * normalOf(this.#shared.word())
      const next = kept * (this.#logs[part] ?? 0) + fresh
      this.#logs[part] = next
      log += next
    }
    this.volatility = exactExp(log) * this.force.volatility * seasonAt(minute)
    if (this.#random.uniform() < jumpsPerDay / 1_440) {
      const size = jumpSize * normalOf(this.#random.word())
      this.jump(size * this.#deviation * Math.sqrt(minuteMs) * this.volatility)
    }
  }
}
