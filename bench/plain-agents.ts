import { Sfc32 } from '../connectors/sim/sfc32.ts'
import { agentKinds, type Population } from '../connectors/sim-exchange/market/population.ts'

const share = 1 / 0x1_0000_0000
const impact = 0.02
const wheelSize = 8_192

/**
 * The six kinds of agents as they are usually simulated, without an order book: each decision is the
 * same in kind, and moves the price by itself. Gives the last price.
 */
export function plainAgents(population: Population, decisions: number, seed: number): number {
  const random = new Sfc32(seed)
  const kinds: number[] = []
  for (const [at, kind] of agentKinds.entries()) {
    for (let agent = 0; agent < population[kind].agents; agent++) kinds.push(at)
  }
  const wheel = wheelOf(population)
  const position = new Float64Array(kinds.length)
  const sides = new Uint8Array(kinds.length)
  let price = 600_000
  let worth = price
  let fast = price
  let slow = price
  for (let decision = 0; decision < decisions; decision++) {
    const word = random.word()
    const agent = wheel[word >>> 19] as number
    worth *= 1 + (random.word() * share - 0.5) * 0.000_2
    if (decision % 200 === 0) {
      fast += (price - fast) / 30
      slow += (price - slow) / 240
    }
    const held = position[agent] as number
    let side = 0
    if (kinds[agent] === 0) side = word & 1 ? 1 : -1
    else if (kinds[agent] === 1) side = fast > slow ? 1 : -1
    else if (kinds[agent] === 2) side = price > slow ? -1 : 1
    else if (kinds[agent] === 3) side = held > 0 ? -1 : 1
    else if (kinds[agent] === 4) side = worth > price ? 1 : -1
    else {
      if (random.word() * share > 0.8) sides[agent] = 1 - (sides[agent] as number)
      side = sides[agent] === 1 ? 1 : -1
    }
    const size = 0.5 / Math.sqrt(random.uniform() + 0.001)
    if (Math.abs(held + side * size) > 500) continue
    position[agent] = held + side * size
    price += side * size * impact
  }
  return price
}

function wheelOf(population: Population): Uint16Array {
  const tickets: number[] = []
  let agent = 0
  for (const kind of agentKinds) {
    for (let one = 0; one < population[kind].agents; one++, agent++) {
      for (let ticket = 0; ticket < population[kind].activity * 10; ticket++) tickets.push(agent)
    }
  }
  return Uint16Array.from(
    { length: wheelSize },
    (_, turn) => tickets[Math.floor((turn * tickets.length) / wheelSize)] ?? 0,
  )
}
