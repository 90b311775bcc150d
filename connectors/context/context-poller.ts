import type { ContextPoint } from '../../schemas/contracts.generated.ts'
import type { ContextAdapter, ContextWeb, Observation } from './adapter.ts'

export interface ContextPollerOptions {
  readonly adapters: readonly ContextAdapter[]
  readonly web: ContextWeb
  /** As the exchange names them (BTCUSDT). */
  readonly symbols: () => readonly string[]
  readonly exchange: string
  readonly clock: { now(): number; sleep(ms: number, signal: AbortSignal): Promise<void> }
  /** 0 to 1: sources of several processes are not asked at the same moment. */
  readonly random: () => number
  readonly onPoints: (points: readonly ContextPoint[]) => void
  readonly onFault: (source: string, error: Error) => void
}

/** How one source does. */
export interface ContextHealth {
  readonly source: string
  readonly state: 'starting' | 'ok' | 'failing' | 'dead'
  readonly lastAnswerMs: number | null
  readonly points: number
  readonly faults: number
  /** What went wrong last; null where it answers. */
  readonly fault: string | null
}

interface Standing {
  lastAnswerMs: number | null
  points: number
  faults: number
  fault: string | null
  /** In a row. */
  failures: number
}

/** Of a source that fails: twice as long each time, up to this. */
const failureWaitMaxMs = 900_000
const failureWaitMs = 5_000

/**
 * Asks each source of market context by its own schedule, and gives what is new. A source that is away is asked again,
 * ever more rarely, and disturbs no other; what is known of it grows old, and then heads do without.
 */
export class ContextPoller {
  private readonly options: ContextPollerOptions
  private readonly standings = new Map<string, Standing>()
  /** Newest event time by source, kind and symbol: what was told is not told again. */
  private readonly told = new Map<string, number>()
  private readonly startedMs: number

  constructor(options: ContextPollerOptions) {
    this.options = options
    this.startedMs = options.clock.now()
    for (const { id } of options.adapters)
      this.standings.set(id, { lastAnswerMs: null, points: 0, faults: 0, fault: null, failures: 0 })
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.options.adapters.map((adapter) => this.keepAsking(adapter, signal)))
  }

  health(): readonly ContextHealth[] {
    const nowMs = this.options.clock.now()
    return this.options.adapters.map(({ id, staleMs }) => {
      const { lastAnswerMs, points, faults, fault } = this.standing(id)
      const silentMs = nowMs - (lastAnswerMs ?? this.startedMs)
      const answered = lastAnswerMs === null ? 'starting' : 'ok'
      const state = silentMs > staleMs ? 'dead' : fault !== null ? 'failing' : answered
      return { source: id, state, lastAnswerMs, points, faults, fault }
    })
  }

  private async keepAsking(adapter: ContextAdapter, signal: AbortSignal): Promise<void> {
    const { clock, random } = this.options
    while (!signal.aborted) {
      await this.ask(adapter)
      const { failures } = this.standing(adapter.id)
      const backOffMs = Math.min(failureWaitMs * 2 ** (failures - 1), failureWaitMaxMs)
      const waitMs = failures === 0 ? adapter.everyMs : Math.min(backOffMs, adapter.everyMs)
      await clock.sleep(waitMs * (0.9 + 0.2 * random()), signal)
    }
  }

  private async ask(adapter: ContextAdapter): Promise<void> {
    const { web, symbols, clock, onPoints, onFault } = this.options
    const standing = this.standing(adapter.id)
    const turns = adapter.scope === 'market' ? [symbols()] : symbols().map((symbol) => [symbol])
    const faults: Error[] = []
    for (const some of turns) {
      try {
        const points = this.newOf(adapter.id, await adapter.observe(web, some, clock.now()))
        standing.lastAnswerMs = clock.now()
        standing.points += points.length
        if (points.length > 0) onPoints(points)
      } catch (error) {
        faults.push(error as Error)
        onFault(adapter.id, error as Error)
      }
    }
    standing.faults += faults.length
    standing.fault = faults[0]?.message ?? null
    standing.failures =
      faults.length < turns.length || turns.length === 0 ? 0 : standing.failures + 1
  }

  /** What is of the whole market goes to each symbol: a symbol's operators see its own records only. */
  private newOf(source: string, observations: readonly Observation[]): ContextPoint[] {
    const { exchange, symbols, clock } = this.options
    const receiveMs = clock.now()
    return observations.flatMap(({ symbol, kind, value, eventMs, detail }) => {
      const owners = symbol === null ? symbols() : [symbol]
      return owners.flatMap((owner): ContextPoint[] => {
        const name = `${source}/${kind}/${owner}`
        if ((this.told.get(name) ?? Number.NEGATIVE_INFINITY) >= eventMs) return []
        this.told.set(name, eventMs)
        return [
          {
            exchange,
            symbol: owner,
            kind,
            event_time: eventMs,
            receive_time: receiveMs,
            value,
            detail,
          },
        ]
      })
    })
  }

  private standing(id: string): Standing {
    return this.standings.get(id) as Standing
  }
}
