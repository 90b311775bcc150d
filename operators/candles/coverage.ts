/** Which open times already have a candle, as stretches without a gap, oldest first. */
export type Coverage = { fromMs: number; untilMs: number }[]

/** So many gaps are remembered; older ones count as covered, and stay open. */
const stretchesMax = 64

export function covers(coverage: Coverage, openMs: number): boolean {
  for (let at = coverage.length - 1; at >= 0; at--) {
    const stretch = coverage[at]
    if (stretch !== undefined && stretch.fromMs <= openMs) return openMs < stretch.untilMs
  }
  return false
}

/** Adds one candle; nearly always the one behind the last. */
export function cover(coverage: Coverage, openMs: number, lengthMs: number): void {
  const last = coverage[coverage.length - 1]
  if (last !== undefined && last.untilMs === openMs) {
    last.untilMs += lengthMs
    return
  }
  if (covers(coverage, openMs)) return
  const after = coverage.findIndex(({ fromMs }) => fromMs > openMs)
  const at = after === -1 ? coverage.length : after
  coverage.splice(at, 0, { fromMs: openMs, untilMs: openMs + lengthMs })
  join(coverage, at)
  join(coverage, at - 1)
  const [oldest, next] = coverage
  if (coverage.length <= stretchesMax || oldest === undefined || next === undefined) return
  next.fromMs = oldest.fromMs
  coverage.shift()
}

/** Makes one of a stretch and the next where they touch. */
function join(coverage: Coverage, at: number): void {
  const left = coverage[at]
  const right = coverage[at + 1]
  if (left === undefined || right === undefined || left.untilMs < right.fromMs) return
  left.untilMs = right.untilMs
  coverage.splice(at + 1, 1)
}
