/** Every so often, in simulated time, agents look at the chart anew. */
export const lookMs = 10_000

const perHour = 3_600_000 / lookMs
const fastWeight = 1 / 30
const slowWeight = 1 / 240
const varianceWeight = 1 / 90

/** What an agent can see of the past: averages of the price over five and forty minutes, and how much it moves. */
export class Averages {
  fast: number
  slow: number
  /** Deviation of the price in an hour, in ticks. */
  hourDeviation: number
  /** The same in a minute. */
  minuteDeviation: number
  #last: number
  #variance: number

  constructor(price: number, minuteVolatility: number) {
    this.fast = price
    this.slow = price
    this.#last = price
    const minute = price * minuteVolatility
    this.#variance = (minute * minute * lookMs) / 60_000
    this.minuteDeviation = minute
    this.hourDeviation = minute * Math.sqrt(60)
  }

  look(price: number): void {
    const change = price - this.#last
    this.#last = price
    this.fast += fastWeight * (price - this.fast)
    this.slow += slowWeight * (price - this.slow)
    this.#variance += varianceWeight * (change * change - this.#variance)
    this.hourDeviation = Math.sqrt(this.#variance * perHour)
    this.minuteDeviation = Math.sqrt((this.#variance * 60_000) / lookMs)
  }
}
