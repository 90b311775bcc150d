/** How old the newest data of each stream is: a stream may be dead on a connection that lives. */
export class StreamAges {
  private readonly streams = new Map<string, { heardMs: number; askedMs: number }>()

  /** A subscription counts as data; what it is worth, data must show. */
  subscribed(stream: string, nowMs: number): void {
    this.streams.set(stream, { heardMs: nowMs, askedMs: nowMs })
  }

  unsubscribed(stream: string): void {
    this.streams.delete(stream)
  }

  heard(stream: string, nowMs: number): void {
    const age = this.streams.get(stream)
    if (age === undefined) return
    age.heardMs = nowMs
    age.askedMs = nowMs
  }

  /** Milliseconds since a stream was heard; undefined of one that is not followed. */
  ageMs(stream: string, nowMs: number): number | undefined {
    const age = this.streams.get(stream)
    return age === undefined ? undefined : nowMs - age.heardMs
  }

  /** Milliseconds since the stalest stream was heard; 0 of none. */
  stalestMs(nowMs: number): number {
    let stalest = 0
    for (const { heardMs } of this.streams.values()) stalest = Math.max(stalest, nowMs - heardMs)
    return stalest
  }

  /** Streams that were silent for so long; each is named again only when it stays so as long again. */
  silent(limitMs: number, nowMs: number): readonly string[] {
    const silent: string[] = []
    for (const [stream, age] of this.streams) {
      if (nowMs - age.askedMs < limitMs) continue
      age.askedMs = nowMs
      silent.push(stream)
    }
    return silent
  }
}
