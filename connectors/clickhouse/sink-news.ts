import type { SinkEvent } from './sink-event.ts'

/** What people hear of all sinks of one process: that something is in the way is said once, until nothing is. */
export class SinkNews {
  /** What people call the place that is written to. */
  readonly name: string
  private readonly onEvent: (event: SinkEvent) => void
  private readonly inTheWay = new Set<object>()
  /** When each was said. */
  private readonly warnings = new Map<string, number>()

  constructor(name: string, onEvent: (event: SinkEvent) => void) {
    this.name = name
    this.onEvent = onEvent
  }

  /** `what` stands for what does not work: a table, the way to ClickHouse, the log. */
  waiting(what: object, doing: string, error: unknown): void {
    const isFirst = this.inTheWay.size === 0
    this.inTheWay.add(what)
    if (!isFirst) return
    const [reason = ''] = (error as Error).message.split('\n')
    const text = `${doing} (${reason}); trying again until it works, the engine goes on`
    this.onEvent({ kind: 'waiting', text })
  }

  working(what: object): void {
    if (!this.inTheWay.delete(what) || this.inTheWay.size > 0) return
    this.onEvent({ kind: 'recovered', text: `rows reach ${this.name} again` })
  }

  /** It is nobody's concern here any more. */
  forget(what: object): void {
    this.inTheWay.delete(what)
  }

  /** The same again within a minute is no news: a client complains of a broker that is away many times a second. */
  warning(text: string): void {
    const now = Date.now()
    const saidMs = this.warnings.get(text)
    if (saidMs !== undefined && now - saidMs < warnedMs) return
    if (this.warnings.size >= warningsMax) this.warnings.clear()
    this.warnings.set(text, now)
    this.onEvent({ kind: 'warning', text })
  }

  hole(text: string): void {
    this.onEvent({ kind: 'hole', text })
  }
}

const warnedMs = 60_000
const warningsMax = 100
