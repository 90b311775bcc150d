export interface FeedLimits {
  /** A connection that is not open by then has failed. */
  readonly openMaxMs: number
  /** After so long without a frame the other side is pinged. */
  readonly pingAfterMs: number
  /** After so long without a frame, a pong included, the connection is dead. */
  readonly silenceMs: number
  /** The exchange cuts a connection after a day: before, another one takes over. */
  readonly lifetimeMs: number
  /** How long two connections deliver at most while one takes over. */
  readonly overlapMaxMs: number
  readonly backOffFirstMs: number
  readonly backOffMaxMs: number
}

export const feedLimits: FeedLimits = {
  openMaxMs: 10_000,
  pingAfterMs: 15_000,
  silenceMs: 30_000,
  lifetimeMs: 23.5 * 3_600_000,
  overlapMaxMs: 30_000,
  backOffFirstMs: 500,
  backOffMaxMs: 30_000,
}

export type FeedAction =
  | { readonly do: 'connect'; readonly id: number }
  | { readonly do: 'ping'; readonly id: number }
  | { readonly do: 'close'; readonly id: number; readonly why: string }

interface Connection {
  readonly id: number
  phase: 'connecting' | 'open'
  /** When it was begun, then when it opened. */
  sinceMs: number
  lastFrameMs: number
  pinged: boolean
  /** When each stream was heard last. */
  readonly heard: Map<string, number>
  /** So long it may live; not all are replaced at once. */
  lifetimeMs: number
  /** It is to be replaced now. */
  doomed: boolean
}

/** One that is heard by everything that the old one delivered so long behind its opening is not late. */
const settleMs = 500

/**
 * Which connections there should be, as a state machine without a socket: told what happened and what time it is (of the caller's
 * clock), it says what to do. One connection delivers; while another takes over, both do.
 */
export class FeedState {
  /** Connections that were begun after the first. */
  reconnects = -1
  private readonly limits: FeedLimits
  private readonly random: () => number
  private readonly connections = new Map<number, Connection>()
  private nextId = 1
  private failures = 0
  private nextAttemptMs = Number.NEGATIVE_INFINITY

  /** `random` is in [0, 1). */
  constructor(limits: FeedLimits, random: () => number) {
    this.limits = limits
    this.random = random
  }

  opened(id: number, nowMs: number): void {
    const connection = this.connections.get(id)
    if (connection === undefined) return
    connection.phase = 'open'
    connection.sinceMs = nowMs
    connection.lastFrameMs = nowMs
  }

  /** Anything came, be it a pong. */
  frame(id: number, nowMs: number): void {
    const connection = this.connections.get(id)
    if (connection === undefined) return
    connection.lastFrameMs = nowMs
    connection.pinged = false
  }

  /** Data came: only that proves a subscription. */
  heard(id: number, stream: string, nowMs: number): void {
    const connection = this.connections.get(id)
    if (connection === undefined) return
    this.failures = 0
    connection.heard.set(stream, nowMs)
  }

  ended(id: number, nowMs: number): void {
    if (!this.connections.delete(id)) return
    this.backOff(nowMs)
  }

  /** The one that delivers is not believed any more: another takes its place. */
  replace(): void {
    for (const connection of this.connections.values()) connection.doomed = true
  }

  /** Whether data came within so long over a connection that is open. */
  heardWithin(ms: number, nowMs: number): boolean {
    for (const { phase, heard } of this.connections.values()) {
      if (phase !== 'open') continue
      for (const heardMs of heard.values()) if (nowMs - heardMs < ms) return true
    }
    return false
  }

  tick(nowMs: number): readonly FeedAction[] {
    const actions: FeedAction[] = []
    for (const connection of [...this.connections.values()]) this.judge(connection, nowMs, actions)
    const [oldest, ...younger] = this.connections.values()
    const youngest = younger.at(-1)
    if (oldest === undefined) this.connect(nowMs, actions)
    else if (youngest === undefined) {
      if (oldest.phase === 'open' && this.expired(oldest, nowMs)) this.connect(nowMs, actions)
    } else if (this.hasTakenOver(youngest, oldest, nowMs)) {
      this.close(oldest, 'another connection has taken over', actions)
    }
    return actions
  }

  private judge(connection: Connection, nowMs: number, actions: FeedAction[]): void {
    const { openMaxMs, pingAfterMs, silenceMs } = this.limits
    const { id, phase, sinceMs, lastFrameMs, pinged } = connection
    if (phase === 'connecting') {
      if (nowMs - sinceMs < openMaxMs) return
      this.close(connection, `it did not open within ${openMaxMs} ms`, actions)
      this.backOff(nowMs)
    } else if (nowMs - lastFrameMs >= silenceMs) {
      this.close(connection, `nothing came for ${silenceMs} ms`, actions)
      this.backOff(nowMs)
    } else if (nowMs - lastFrameMs >= pingAfterMs && !pinged) {
      connection.pinged = true
      actions.push({ do: 'ping', id })
    }
  }

  private expired({ sinceMs, lifetimeMs, doomed }: Connection, nowMs: number): boolean {
    return doomed || nowMs - sinceMs >= lifetimeMs
  }

  private connect(nowMs: number, actions: FeedAction[]): void {
    if (nowMs < this.nextAttemptMs) return
    const id = this.nextId++
    this.reconnects++
    this.connections.set(id, {
      id,
      phase: 'connecting',
      sinceMs: nowMs,
      lastFrameMs: nowMs,
      pinged: false,
      heard: new Map(),
      lifetimeMs: this.limits.lifetimeMs * (1 - 0.02 * this.random()),
      doomed: false,
    })
    actions.push({ do: 'connect', id })
  }

  private hasTakenOver(young: Connection, old: Connection, nowMs: number): boolean {
    if (young.phase !== 'open' || young.heard.size === 0) return false
    const aliveMs = nowMs - young.sinceMs
    if (aliveMs >= this.limits.overlapMaxMs) return true
    if (aliveMs < settleMs) return false
    for (const [stream, heardMs] of old.heard)
      if (heardMs >= young.sinceMs + settleMs && !young.heard.has(stream)) return false
    return true
  }

  private close({ id }: Connection, why: string, actions: FeedAction[]): void {
    this.connections.delete(id)
    actions.push({ do: 'close', id, why })
  }

  private backOff(nowMs: number): void {
    const { backOffFirstMs, backOffMaxMs } = this.limits
    const longestMs = Math.min(backOffMaxMs, backOffFirstMs * 2 ** this.failures)
    this.failures++
    this.nextAttemptMs = nowMs + longestMs * (0.5 + 0.5 * this.random())
  }
}
