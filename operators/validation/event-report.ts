import { type RuleReport, RuleTally } from './rule-tally.ts'

/** One event of a recorded market stream, as it lies in the record. Times in microseconds since 1970; null where it has none. */
export interface MarketEvent {
  /** Line of the record, from 1. */
  readonly line: number
  /** `snapshot`: a row of an order book as it stood, its times those of the book's last changes. */
  readonly kind: 'trade' | 'depth' | 'snapshot'
  readonly symbol: string
  readonly receiveUs: number | null
  /** Where the record tells it a second time, in another unit. */
  readonly receiveMs: number | null
  /** Null of a snapshot that was asked for: it tells none. */
  readonly eventUs: number | null
  readonly price: number
  readonly quantity: number
  readonly tradeId: number | null
  /** First and last update of a depth message, and the last one of the message before where the exchange tells it. */
  readonly firstUpdateId: number | null
  readonly lastUpdateId: number | null
  readonly previousUpdateId: number | null
  /** Whether the record marks it as the last row of its message; null where it does not mark. */
  readonly isLast: boolean | null
}

export interface EventOffender {
  readonly line: number
  readonly reason: string
}

export interface EventReport {
  readonly events: number
  readonly valid: boolean
  /** Every rule, those without offenders too. */
  readonly rules: readonly RuleReport<EventRule, EventOffender>[]
}

export interface EventTerms {
  /** Most that an event may be received behind its time. SPEC 1 has a limit for events of the future only. */
  readonly lagMaxMs: number
  /** Most that its time may lie behind its receipt (SPEC 1). */
  readonly aheadMaxMs: number
  /** The day whose events these are; null where it is not known. */
  readonly dayMs: number | null
  readonly firstMax: number
}

export const eventTerms: EventTerms = {
  lagMaxMs: 60_000,
  aheadMaxMs: 5_000,
  dayMs: null,
  firstMax: 10,
}

export const eventRules = [
  'event-time',
  'receive-time',
  'receive-order',
  'lag',
  'day',
  'price',
  'quantity',
  'trade-id',
  'update-id',
  'message',
  'last-row',
] as const

export type EventRule = (typeof eventRules)[number]
type Tell = (rule: EventRule, line: number, reason: string) => void

/**
 * Holds a recorded stream of one symbol, trades and order-book changes in any mixture, to what an exchange promises: times
 * that are times and agree, ids without repetition or gap (Binance: `U` follows `u` on spot, `pu` is the `u` before on
 * futures), prices and quantities that can be. An event may break several rules.
 */
export function validateEvents(
  events: readonly MarketEvent[],
  terms: EventTerms = eventTerms,
): EventReport {
  const tally = new RuleTally<EventRule, EventOffender>(eventRules, terms.firstMax)
  const tell: Tell = (rule, line, reason) => tally.tell(rule, { line, reason })
  let before: MarketEvent | undefined
  let tradeId: number | null = null
  let message: MarketEvent | undefined
  for (const [at, event] of events.entries()) {
    holdTimes(event, before, terms, tell)
    holdNumbers(event, tell)
    if (event.kind === 'trade') {
      if (event.tradeId !== null && tradeId !== null) holdTradeId(event, tradeId, tell)
      tradeId = event.tradeId ?? tradeId
    } else if (event.kind === 'depth') {
      if (message !== undefined) holdMessage(event, message, before, tell)
      if (message === undefined || !isSameMessage(event, message)) message = event
    }
    holdLast(event, events[at + 1], tell)
    before = event
  }
  return { events: events.length, ...tally.report() }
}

function holdTimes(
  event: MarketEvent,
  before: MarketEvent | undefined,
  { lagMaxMs, aheadMaxMs, dayMs }: EventTerms,
  tell: Tell,
): void {
  const { line, receiveUs, receiveMs, eventUs, kind } = event
  const hasTime = eventUs !== null && eventUs > 0
  if (eventUs !== null && !hasTime) tell('event-time', line, `event time is ${eventUs}`)
  if (receiveUs !== null && receiveMs !== null && Math.floor(receiveUs / 1_000) !== receiveMs)
    tell('receive-time', line, `received at ${receiveUs} µs and at ${receiveMs} ms`)
  if (receiveUs !== null && before?.receiveUs != null && receiveUs < before.receiveUs)
    tell('receive-order', line, `received at ${receiveUs}, before ${before.receiveUs}`)
  // A book's snapshot tells when its levels were last changed.
  if (kind === 'snapshot') return
  if (hasTime && receiveUs !== null) {
    const lagMs = (receiveUs - eventUs) / 1_000
    if (lagMs > lagMaxMs) tell('lag', line, `received ${lagMs.toFixed(0)} ms behind its time`)
    if (lagMs < -aheadMaxMs) tell('lag', line, `received ${(-lagMs).toFixed(0)} ms before its time`)
  }
  if (dayMs === null || !hasTime) return
  const intoDayUs = eventUs - dayMs * 1_000
  if (intoDayUs < 0 || intoDayUs >= 86_400_000_000)
    tell('day', line, `event time ${eventUs} is not of its day`)
}

function holdNumbers({ line, kind, price, quantity }: MarketEvent, tell: Tell): void {
  // Binance fills gaps of its USD-M trade ids with events without either.
  if (kind === 'trade' && price === 0 && quantity === 0) return
  if (!(price > 0 && price < Number.POSITIVE_INFINITY)) tell('price', line, `price is ${price}`)
  // A level of a book that is gone has none left.
  const least = kind === 'trade' ? Number.MIN_VALUE : 0
  if (!(quantity >= least && quantity < Number.POSITIVE_INFINITY))
    tell('quantity', line, `quantity is ${quantity}`)
}

function holdTradeId({ line, tradeId }: MarketEvent, before: number, tell: Tell): void {
  if (tradeId === null || tradeId === before + 1) return
  const what =
    tradeId === before
      ? 'came before'
      : tradeId < before
        ? `is before ${before}`
        : `has ${tradeId - before - 1} missing before it`
  tell('trade-id', line, `trade id ${tradeId} ${what}`)
}

function holdMessage(
  event: MarketEvent,
  message: MarketEvent,
  before: MarketEvent | undefined,
  tell: Tell,
): void {
  const { line, eventUs, firstUpdateId, lastUpdateId, previousUpdateId } = event
  if (isSameMessage(event, message)) {
    if (before !== undefined && eventUs !== before.eventUs)
      tell(
        'message',
        line,
        `event time ${eventUs}, and ${before.eventUs} in the row before of one message`,
      )
    return
  }
  if (firstUpdateId !== null && lastUpdateId !== null && lastUpdateId < firstUpdateId)
    tell('update-id', line, `updates ${firstUpdateId} to ${lastUpdateId}`)
  if (message.lastUpdateId === null) return
  if (previousUpdateId !== null) {
    if (previousUpdateId !== message.lastUpdateId)
      tell(
        'update-id',
        line,
        `follows ${previousUpdateId}; the message before ended with ${message.lastUpdateId}`,
      )
  } else if (firstUpdateId !== null && firstUpdateId !== message.lastUpdateId + 1)
    tell(
      'update-id',
      line,
      `begins with ${firstUpdateId}; the message before ended with ${message.lastUpdateId}`,
    )
}

function holdLast(event: MarketEvent, next: MarketEvent | undefined, tell: Tell): void {
  if (event.isLast === null) return
  const ends = next === undefined || !isSameMessage(event, next)
  // The record may have been cut within a message.
  if (event.isLast === ends || (next === undefined && !event.isLast)) return
  tell(
    'last-row',
    event.line,
    ends
      ? 'ends its message and is not marked so'
      : 'is marked as the last of a message that goes on',
  )
}

/** Rows of one message follow each other; of a snapshot all of them do. */
function isSameMessage(event: MarketEvent, other: MarketEvent): boolean {
  if (event.kind !== other.kind || event.kind === 'trade') return false
  if (event.kind === 'snapshot') return true
  return (
    event.receiveUs === other.receiveUs &&
    event.firstUpdateId === other.firstUpdateId &&
    event.lastUpdateId === other.lastUpdateId
  )
}
