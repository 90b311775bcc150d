import type { Floor } from './floor.ts'
import { normalOf } from './normal-table.ts'
import { noAsk, noBid } from './order-book.ts'
import { paretoOf } from './pareto-table.ts'
import type { Population } from './population.ts'

/** How far a market order goes at most, as a share of the price; and how far one of a crowd in panic. */
const takerReach = 0.006
const panicReach = 0.02

const wordToShare = 1 / 0x1_0000_0000

/** Takes without asking for a price, as far as the agent's limit lets it. */
function takeAny(floor: Floor, agent: number, buys: boolean, lots: number): void {
  const room = floor.accounts.room(agent, buys)
  if (room <= 0) return
  const reach = takerReach * floor.price
  const limit = Math.floor(buys ? floor.price + reach : floor.price - reach)
  floor.take(agent, buys, lots < room ? lots : Math.ceil(room), limit)
}

export function decideRandom(floor: Floor, agent: number, how: Population['random']): void {
  const { random } = floor
  const word = random.word()
  const buys = floor.accounts.room(agent, (word & 1) === 1) > 0 === ((word & 1) === 1)
  const lots = floor.sized(how.size)
  if (word * wordToShare < how.takes) {
    floor.cancel(agent, 0)
    takeAny(floor, agent, buys, lots)
    return
  }
  const away = how.reach * paretoOf(random.word()) * floor.basisPoint
  floor.quote(agent, 0, buys, floor.price + (buys ? -away : away), lots)
}

export function decideTrend(floor: Floor, agent: number, how: Population['trendFollower']): void {
  const { fast, slow, hourDeviation } = floor.averages
  const trend = (fast - slow) / hourDeviation
  const position = floor.accounts.position[agent] as number
  // No two of them act at once: each has a threshold of its own.
  const threshold = how.threshold * (0.5 + (agent & 15) / 16)
  if (trend > threshold) takeAny(floor, agent, true, floor.sized(how.size))
  else if (trend < -threshold) takeAny(floor, agent, false, floor.sized(how.size))
  else if (position > 0 && trend < 0)
    takeAny(floor, agent, false, Math.min(position, floor.sized(how.size)))
  else if (position < 0 && trend > 0)
    takeAny(floor, agent, true, Math.min(-position, floor.sized(how.size)))
}

export function decideContrarian(floor: Floor, agent: number, how: Population['contrarian']): void {
  const { slow, hourDeviation } = floor.averages
  const away = (floor.price - slow) / hourDeviation
  const threshold = how.threshold * (0.5 + (agent & 15) / 16)
  const position = floor.accounts.position[agent] as number
  const buys = away < -threshold || (away < threshold && position < 0)
  const sells = away > threshold || (away > -threshold && position > 0)
  if ((!buys && !sells) || floor.accounts.room(agent, buys) <= 0) {
    floor.cancel(agent, 0)
    return
  }
  const distance = paretoOf(floor.random.word()) * floor.basisPoint
  floor.quote(agent, 0, buys, floor.price + (buys ? -distance : distance), floor.sized(how.size))
}

/** One level of both sides at a time. */
export function decideMaker(floor: Floor, agent: number, how: Population['marketMaker']): void {
  const { random, averages, basisPoint, accounts } = floor
  const word = random.word()
  const level = (word >>> 4) % how.levels
  const place = level * 2
  if (floor.liquidity < 1 && (word >>> 8) * (1 / 0x100_0000) > floor.liquidity) {
    floor.cancel(agent, place)
    floor.cancel(agent, place + 1)
    return
  }
  const width = how.halfSpread * basisPoint + 0.06 * averages.minuteDeviation
  const limit = accounts.limit[agent] as number
  const inventory = (accounts.position[agent] as number) / limit
  const lean = Math.max(-1, Math.min(1, inventory))
  const fair = floor.price - lean * how.skew * width
  const jitter = 0.7 + 0.6 * (word >>> 8) * (1 / 0x100_0000)
  const away = width * (1 + 2.2 * level) * jitter
  const lots = floor.sized(how.size * (1 + level) * 0.5)
  floor.quote(agent, place, true, fair - away, lots)
  floor.quote(agent, place + 1, false, fair + away + 1, lots)
}

export function decideInformed(floor: Floor, agent: number, how: Population['informed']): void {
  const { random, book, basisPoint } = floor
  if (floor.attention < 1 && random.word() * wordToShare > floor.attention) return
  const known = floor.worth + how.error * basisPoint * normalOf(random.word())
  const margin = how.margin * basisPoint
  const gap = Math.abs(known - floor.price) / basisPoint
  const lots = Math.floor(floor.unit * how.size * (1 + gap)) + 1
  if (book.bestAsk !== noAsk && known - margin > book.bestAsk) {
    floor.take(agent, true, lots, Math.floor(known - margin))
  } else if (book.bestBid !== noBid && known + margin < book.bestBid) {
    floor.take(agent, false, lots, Math.floor(known + margin))
  }
}

export function decideNoise(floor: Floor, agent: number, how: Population['noise']): void {
  const word = floor.random.word()
  let buys = floor.sides[agent] === 1
  if (word * wordToShare > how.persistence) buys = !buys
  if (floor.accounts.room(agent, buys) <= 0) buys = !buys
  floor.sides[agent] = buys ? 1 : 0
  takeAny(floor, agent, buys, floor.sized(how.size))
}

/** A crowd that must out, or wants in, whatever it costs. */
export function forcedOrder(floor: Floor, agent: number, buys: boolean, size: number): void {
  const reach = panicReach * floor.price
  const limit = Math.floor(buys ? floor.price + reach : floor.price - reach)
  floor.take(agent, buys, floor.sized(size), limit)
}
