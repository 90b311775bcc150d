/** Share of a position's worth that its owner's money must be at the least. */
const maintenance = 0.02

/**
 * Positions in lots and money in ticks times lots, one of each per agent. What one gains another
 * loses, and all positions together are zero.
 */
export class Accounts {
  readonly position: Float64Array
  readonly money: Float64Array
  /** The lots beyond which an agent does not go, by side. */
  readonly limit: Float64Array
  readonly #capital: Float64Array

  constructor(capital: Float64Array, limit: Float64Array) {
    this.position = new Float64Array(capital.length)
    this.money = capital.slice()
    this.limit = limit
    this.#capital = capital
  }

  capitalOf(agent: number): number {
    return this.#capital[agent] as number
  }

  exchange(buyer: number, seller: number, tick: number, lots: number): void {
    const paid = tick * lots
    this.position[buyer] = (this.position[buyer] as number) + lots
    this.money[buyer] = (this.money[buyer] as number) - paid
    this.position[seller] = (this.position[seller] as number) - lots
    this.money[seller] = (this.money[seller] as number) + paid
  }

  /** Whether the agent's money no longer carries its position. */
  broke(agent: number, price: number): boolean {
    const worth = (this.position[agent] as number) * price
    return (this.money[agent] as number) + worth < maintenance * Math.abs(worth)
  }

  /** As many lots more as the agent may still hold on that side; may be negative. */
  room(agent: number, buys: boolean): number {
    const position = this.position[agent] as number
    const limit = this.limit[agent] as number
    return buys ? limit - position : limit + position
  }

  /** Another agent, with fresh money, in the seat of one that has lost all. */
  refund(agent: number): void {
    this.money[agent] = this.capitalOf(agent)
  }

  /** Those who are long pay those who are short, where the rate is above zero. */
  fund(rate: number, price: number): void {
    for (let agent = 0; agent < this.position.length; agent++) {
      const paid = (this.position[agent] as number) * price * rate
      this.money[agent] = (this.money[agent] as number) - paid
    }
  }
}
