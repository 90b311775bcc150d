import type { KeyedStore } from '../../engine/core/operator.ts'
import type { Candle, FeatureVector, MarketRegime } from '../../schemas/contracts.generated.ts'
import type { FollowedCandle } from '../positions/follow.ts'
import type { FundingPoint } from '../positions/funding.ts'
import { createPastValues, type PastValues } from '../statistics/past-values.ts'
import { createStatisticMoments, type StatisticMoments } from './market-vector.ts'
import type { Followed } from './what-followed.ts'

/** One state of a symbol, in a slot of its own; its candle is what states before it are followed by. */
export interface Remembered {
  readonly id: string
  readonly candle: FollowedCandle
  readonly atr: number
  readonly vector: Float32Array
  /** Of the part that counts. */
  readonly norm: number
  /** Mean net returns of its own neighbours. */
  readonly longMeanPct: number | null
  readonly shortMeanPct: number | null
  /** What followed; null until its time has passed, and where there can be no such position. */
  readonly long: Followed | null
  readonly short: Followed | null
}

/** What it takes to put a symbol's market in words: of the newest close, until all are there. */
export interface WordsHead {
  candle: Candle | null
  features: FeatureVector | null
  regime: MarketRegime | null
}

/** What a symbol's memory knows beside its states. */
export interface StatesHead {
  /** States are numbered: those from `first` are kept, those before `unlabelled` can be neighbours. */
  first: number
  unlabelled: number
  next: number
  readonly moments: StatisticMoments
}

export type Head = WordsHead & StatesHead

export type MemoryState =
  | Head
  | WordsHead
  | StatesHead
  | Remembered
  | PastValues
  | readonly FundingPoint[]
export type MemoryStore = KeyedStore<MemoryState>

/** Of an operator that does both. */
export function headOf(store: MemoryStore): Head {
  return (store.get() as Head | undefined) ?? { ...freshStates(), ...freshWords }
}

export function wordsHeadOf(store: MemoryStore): WordsHead {
  return (store.get() as WordsHead | undefined) ?? { ...freshWords }
}

export function statesHeadOf(store: MemoryStore): StatesHead {
  return (store.get() as StatesHead | undefined) ?? freshStates()
}

const freshWords: WordsHead = { candle: null, features: null, regime: null }

function freshStates(): StatesHead {
  return { first: 0, unlabelled: 0, next: 0, moments: createStatisticMoments() }
}

/** Version 1 kept the regime itself. */
export function stateOfVersion1(saved: unknown): MemoryState {
  if (typeof saved !== 'object' || saved === null || !('unlabelled' in saved)) {
    return saved as MemoryState
  }
  const { first, unlabelled, next, moments, candle, features } = saved as Head
  return { first, unlabelled, next, moments, candle, features, regime: null }
}

export function stateAt(store: MemoryStore, number: number): Remembered {
  return store.get(String(number)) as Remembered
}

export function putState(store: MemoryStore, number: number, state: Remembered): void {
  store.put(state, String(number))
}

/** What the memory ranks itself; the regime ranks volatility and bands. */
export type OwnMeasure = 'volume' | 'move'

export function pastSlot(measure: OwnMeasure): string {
  return `past:${measure}`
}

export function pastOf(store: MemoryStore, measure: OwnMeasure): PastValues {
  return (store.get(pastSlot(measure)) as PastValues | undefined) ?? createPastValues()
}

const fundingSlot = 'funding'

export function fundingOf(store: MemoryStore): readonly FundingPoint[] {
  return (store.get(fundingSlot) as readonly FundingPoint[] | undefined) ?? []
}

/** Keeps the points later than `sinceMs`. */
export function addFunding(store: MemoryStore, point: FundingPoint, sinceMs: number): void {
  const kept = fundingOf(store).filter(({ timeMs }) => timeMs > sinceMs)
  store.put([...kept, point], fundingSlot)
}
