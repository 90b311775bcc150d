import { Accounts } from './accounts.ts'
import { type AgentKind, agentKinds, type Population } from './population.ts'

/** Turns of the wheel that picks who decides next; a power of two. */
const wheelSize = 8_192

/** The agents of one symbol: what kind each is, and a wheel on which each has its share of turns. */
export interface Crowd {
  readonly size: number
  /** By agent, the place of its kind in `agentKinds`. */
  readonly kinds: Uint8Array
  readonly wheel: Uint16Array
  readonly accounts: Accounts
  /** The first agent of each kind. */
  readonly firstOf: { readonly [kind in AgentKind]: number }
}

/** `tradeWorth`: money of a typical trade, in ticks times lots; `price` in ticks. */
export function crowdOf(population: Population, tradeWorth: number, price: number): Crowd {
  const size = agentKinds.reduce((sum, kind) => sum + population[kind].agents, 0)
  const kinds = new Uint8Array(size)
  const capital = new Float64Array(size)
  const limit = new Float64Array(size)
  const firstOf: Record<AgentKind, number> = {
    random: 0,
    trendFollower: 0,
    contrarian: 0,
    marketMaker: 0,
    informed: 0,
    noise: 0,
  }
  let next = 0
  for (const [at, kind] of agentKinds.entries()) {
    const { agents, capital: trades, leverage } = population[kind]
    firstOf[kind] = next
    for (let agent = 0; agent < agents; agent++, next++) {
      kinds[next] = at
      capital[next] = trades * tradeWorth
      limit[next] = Math.floor((trades * tradeWorth * leverage) / price)
    }
  }
  return {
    size,
    kinds,
    wheel: wheelOf(population),
    accounts: new Accounts(capital, limit),
    firstOf,
  }
}

/** Cut into shares by activity; every turn is somebody's. */
function wheelOf(population: Population): Uint16Array {
  const agents: number[] = []
  const ends: number[] = []
  let total = 0
  let next = 0
  for (const kind of agentKinds) {
    for (let agent = 0; agent < population[kind].agents; agent++, next++) {
      total += population[kind].activity
      agents.push(next)
      ends.push(total)
    }
  }
  const wheel = new Uint16Array(wheelSize)
  for (let turn = 0, at = 0; turn < wheelSize; turn++) {
    while ((ends[at] ?? total) <= ((turn + 0.5) * total) / wheelSize) at++
    wheel[turn] = agents[at] ?? 0
  }
  return wheel
}

export function atTurn(wheel: Uint16Array, word: number): number {
  return wheel[word >>> 19] as number
}
