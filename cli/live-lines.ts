import type { Log } from '../engine/log/log.ts'
import { type ReadSoFar, recordsOf } from '../engine/log/records-of.ts'
import { equalWeights } from '../operators/learning/projection.ts'
import { exitDefaults } from '../operators/positions/exits/catalogue.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import type { Outcome, Status } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { headLabel, minute, signed } from './figures.ts'
import { noSignalIn, noSignalText, quietMs } from './no-signal.ts'

/** Follows what a running engine writes, and says in plain lines what is worth reading. */
export class LiveLines {
  private readonly log: Log
  private readonly prefix: string
  private readonly soFar: ReadSoFar = new Map()
  private weights: { readonly [head: string]: number }
  private version = 0
  private signals = 0
  private outcomes = 0
  private won = 0
  private pnl = 0
  private records = 0
  private lastMs = performance.now()
  private quietToldMs = Number.NEGATIVE_INFINITY

  constructor(log: Log, prefix: string, { heads }: Pick<TradingSettings, 'heads'>) {
    this.log = log
    this.weights = equalWeights(heads)
    this.prefix = prefix
  }

  /** Everything that is in the log already, without a line for each. */
  catchUp(records: number): void {
    this.collect(() => undefined)
    this.records = records
    this.lastMs = performance.now()
  }

  /** A line for each new signal, outcome and lesson. */
  news(): readonly string[] {
    const lines: string[] = []
    this.collect((line) => lines.push(line))
    // Lines begin with their time; partitions are read one after the other.
    return lines.sort().map((line) => `${this.prefix}${line}`)
  }

  /** One line on how things stand, `records` being how many were taken so far. */
  status(records: number, clockMs: number): string {
    const nowMs = performance.now()
    // Tasks that went to another process take what they counted along.
    const rate = (Math.max(0, records - this.records) / Math.max(1, nowMs - this.lastMs)) * 1_000
    this.records = records
    this.lastMs = nowMs
    const weights = Object.entries(this.weights)
      .map(([head, weight]) => `${headLabel(head)} ${weight.toFixed(3)}`)
      .join(' ')
    return `${this.prefix}${Number.isFinite(clockMs) ? minute(clockMs) : 'no time yet'}  ${Math.round(rate).toLocaleString('en')} records/s · ${this.signals} signals, ${this.signals - this.outcomes} open · ${this.outcomes} outcomes, ${this.won} won, ${signed(this.pnl)} on paper · weights v${this.version}: ${weights}${staleness(newestStatus(this.log))}`
  }

  /** A line where no signal came for a day of the source clock, and again each day; else undefined. */
  noSignal(clockMs: number): string | undefined {
    if (clockMs < this.quietToldMs + quietMs) return undefined
    const told = noSignalIn(this.log, clockMs)
    if (told === null) return undefined
    this.quietToldMs = clockMs
    return `${this.prefix}${minute(clockMs)}  ${noSignalText(told)}`
  }

  private collect(say: (line: string) => void): void {
    for (const { value } of recordsOf(this.log, topics.signals, this.soFar)) {
      this.signals++
      say(
        `${minute(value.signal_time)}  SIGNAL   ${value.direction.padEnd(5)} ${value.symbol} at ${price(value.reference_price)}, TP ${price(value.take_profit)}, SL ${price(value.stop_loss)}, ${value.leverage}x, confidence ${value.confidence.toFixed(2)}`,
      )
    }
    for (const { value } of recordsOf(this.log, topics.outcomes, this.soFar)) {
      if (value.kind !== 'real') continue
      this.outcomes++
      if (value.won) this.won++
      this.pnl += value.pnl
      say(
        `${minute(value.exit_time)}  ${value.outcome.padEnd(8)} ${value.direction.padEnd(5)} ${value.symbol} at ${price(value.exit_price)}${exitNote(value)}, ${signed(value.net_pct)} % net, ${signed(value.pnl)} on paper`,
      )
    }
    for (const { value } of recordsOf(this.log, topics.weights, this.soFar)) {
      this.weights = value.weights
      this.version = value.version
      say(
        `${minute(value.effective_from)}  WEIGHTS  version ${value.version} by ${value.trigger}, in force from here`,
      )
    }
  }
}

function newestStatus(log: Log): Status | undefined {
  const end = log.end(topics.status, 0)
  if (end === log.start(topics.status, 0)) return undefined
  return log.read(topics.status, 0, end - 1, 1)[0]?.value as Status | undefined
}

/** A feed that has fallen silent; nothing while all of them tell prices. */
export function staleness(status: Status | undefined): string {
  const { stalest_symbol: symbol, stalest_age_ms: ageMs } = status ?? {}
  if (symbol == null || ageMs == null || ageMs < staleMs) return ''
  return ` · NO DATA of ${symbol} for ${Math.floor(ageMs / 60_000)} min`
}

/** Klines of a minute are up to 62 s old when the next one comes. */
const staleMs = 120_000

/** What an exit policy had to do with it; nothing where levels and age alone ended it. */
function exitNote({ exit_reason: reason, partial_exits: parts }: Outcome): string {
  const notes = parts.map(
    (part) => `${Math.round(100 * part.share)} % at ${price(part.price)} before`,
  )
  if (reason in exitDefaults) notes.unshift(reason.replaceAll('_', ' '))
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`
}

function price(value: number): string {
  return value >= 1_000 ? value.toFixed(1) : value.toPrecision(5)
}
