import { seasonAt } from '../../sim/season.ts'
import { Sfc32, streamOf } from '../../sim/sfc32.ts'
import type { Edge, Scenario } from '../scenarios/scenario.ts'
import { type Entry, forcesAt } from '../scenarios/timetable.ts'
import { Averages, lookMs } from './averages.ts'
import { atTurn, type Crowd, crowdOf } from './crowd.ts'
import {
  decideContrarian,
  decideInformed,
  decideMaker,
  decideNoise,
  decideRandom,
  decideTrend,
  forcedOrder,
} from './decisions.ts'
import { Floor, placesPerAgent } from './floor.ts'
import type { Listing } from './listing.ts'
import { News } from './news.ts'
import { OrderBook } from './order-book.ts'
import type { Population } from './population.ts'
import type { Tape } from './tape.ts'

const minuteMs = 60_000
const ticksHeld = 65_536
/** Rounds in which market makers fill an empty book. */
const openingRounds = 12
const wordToShare = 1 / 0x1_0000_0000
/** Decisions of a forced crowd are larger than a typical trade. */
const crowdSize = 4
/** Informed agents who look less often find more to trade, so orders need not grow by the whole ratio. */
const thinnedSize = 0.5

export interface SymbolMarketOptions {
  readonly listing: Listing
  readonly seed: number
  readonly population: Population
  readonly scenario: Scenario
  readonly startMs: number
  /** When the scenario begins. */
  readonly scenarioMs: number
  /** What a decision of a thinned market stands for is measured against these. */
  readonly decisionsPerMinute: number
  readonly tape: Tape
  /** Where a planted edge points, above zero for up: by what the ledger knows of closed minutes. */
  readonly leanOf: (edge: Edge) => number
}

/**
 * The market of one symbol, as a function of its options: agents decide one after the other, and
 * nothing but their orders makes the price. How often it is run, and how far, changes nothing.
 */
export class SymbolMarket {
  readonly listing: Listing
  readonly floor: Floor
  readonly crowd: Crowd
  readonly news: News
  decisions = 0
  /** What acts upon it now. */
  phase: Entry

  readonly #options: SymbolMarketOptions
  readonly #random: Sfc32
  #nowMs: number
  /** Time between two decisions, before chance. */
  #gapMs = 1
  #passedMs = 0
  #minute = -1
  #lookAtMs: number
  #decisionsPerMinute: number

  constructor(options: SymbolMarketOptions) {
    const { listing, seed, population, startMs, tape } = options
    const { startTicks, unitLots, instrument } = listing
    this.#options = options
    this.listing = listing
    this.#random = new Sfc32(seed, streamOf(listing.symbol), streamOf('agents'))
    this.crowd = crowdOf(population, unitLots * startTicks, startTicks)
    this.news = new News(seed, instrument, startTicks)
    const book = new OrderBook({
      places: this.crowd.size * placesPerAgent,
      ticks: ticksHeld,
      middle: startTicks,
    })
    const averages = new Averages(startTicks, instrument.minuteVolatility)
    const { accounts } = this.crowd
    this.floor = new Floor({ book, accounts, averages, random: this.#random, tape }, startTicks)
    this.floor.unit = unitLots
    this.floor.worth = startTicks
    this.#nowMs = startMs
    this.#lookAtMs = startMs
    this.#decisionsPerMinute = options.decisionsPerMinute
    this.phase = forcesAt(options.scenario, listing.symbol, options.scenarioMs, startMs)
    this.#enterPhase()
    this.#open()
  }

  /** A thinned market: fewer decisions, each of as much more, so that a minute trades the same. */
  thin(decisionsPerMinute: number): void {
    this.#decisionsPerMinute = decisionsPerMinute
    const fewer = this.#options.decisionsPerMinute / decisionsPerMinute
    this.floor.unit = this.listing.unitLots * (1 + thinnedSize * (fewer - 1))
    this.#minute = -1
  }

  /** Every decision that is due before a time. */
  runTo(untilMs: number): void {
    const { news, floor } = this
    while (this.#nowMs < untilMs) {
      if (this.#nowMs >= this.phase.toMs) this.#nextPhase()
      if (this.phase.forces.outage) {
        this.#nowMs = Math.min(untilMs, this.phase.toMs)
        continue
      }
      const minute = Math.floor(this.#nowMs / minuteMs)
      if (minute !== this.#minute) this.#enterMinute(minute)
      floor.nowMs = Math.floor(this.#nowMs)
      news.advance(this.#nowMs, this.#passedMs)
      floor.worth = news.value
      floor.see()
      if (this.#nowMs >= this.#lookAtMs) this.#look()
      this.#decide()
      this.#passedMs = this.#gapMs * (0.5 + this.#random.word() * wordToShare)
      this.#nowMs += this.#passedMs
    }
  }

  #decide(): void {
    const { floor, crowd } = this
    const population = this.#options.population
    const word = this.#random.word()
    const agent = atTurn(crowd.wheel, word)
    this.decisions++
    const pressed = this.phase.forces.crowd
    if (pressed !== 0 && (word & 0xffff) < Math.abs(pressed) * 0x1_0000) {
      forcedOrder(floor, agent, pressed > 0, crowdSize)
      return
    }
    if (crowd.accounts.broke(agent, floor.price)) {
      floor.liquidate(agent)
      return
    }
    // In the order of `agentKinds`.
    switch (crowd.kinds[agent]) {
      case 0:
        decideRandom(floor, agent, population.random)
        break
      case 1:
        decideTrend(floor, agent, population.trendFollower)
        break
      case 2:
        decideContrarian(floor, agent, population.contrarian)
        break
      case 3:
        decideMaker(floor, agent, population.marketMaker)
        break
      case 4:
        decideInformed(floor, agent, population.informed)
        break
      default:
        decideNoise(floor, agent, population.noise)
    }
  }

  #look(): void {
    const { floor } = this
    floor.averages.look(floor.price)
    floor.basisPoint = floor.price / 10_000
    const { low, high } = floor.book
    const quarter = ticksHeld / 4
    if (floor.price < low + quarter || floor.price > high - quarter) {
      floor.book.centre(Math.round(floor.price))
    }
    while (this.#lookAtMs <= this.#nowMs) this.#lookAtMs += lookMs
  }

  /** More is traded where news come thick, and by day. */
  #enterMinute(minute: number): void {
    this.#minute = minute
    const busy = Math.sqrt(Math.min(9, Math.max(0.15, this.news.volatility)))
    const { activity, edge } = this.phase.forces
    const rate = this.#decisionsPerMinute * busy * activity * Math.sqrt(seasonAt(minute))
    this.#gapMs = minuteMs / rate
    if (edge === undefined) return
    const direction = Math.sign(this.#options.leanOf(edge))
    this.news.force.driftPerHour = (direction * edge.driftPctPerHour) / 100
  }

  #nextPhase(): void {
    const { scenario, scenarioMs } = this.#options
    this.phase = forcesAt(scenario, this.listing.symbol, scenarioMs, this.#nowMs)
    this.#enterPhase()
  }

  #enterPhase(): void {
    const { forces } = this.phase
    const { volatility, driftPctPerHour, pullPerHour, newsPct } = forces
    const { force } = this.news
    force.volatility = volatility
    force.driftPerHour = driftPctPerHour / 100
    force.pullPerHour = pullPerHour
    this.floor.liquidity = forces.liquidity
    this.floor.attention = forces.attention
    this.news.anchor()
    if (newsPct !== 0) this.news.jump(newsPct / 100)
    this.#minute = -1
  }

  /** Before anybody trades, market makers have quoted. */
  #open(): void {
    const { firstOf } = this.crowd
    const how = this.#options.population.marketMaker
    for (let round = 0; round < openingRounds; round++) {
      for (let maker = 0; maker < how.agents; maker++) {
        decideMaker(this.floor, firstOf.marketMaker + maker, how)
      }
    }
  }
}
