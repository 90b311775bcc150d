import { type Forces, noForces, type Scenario } from './scenario.ts'

export interface Entry {
  readonly fromMs: number
  /** Infinity behind the last. */
  readonly toMs: number
  readonly name: string
  readonly forces: Forces
}

/** What acts upon a symbol at a time, and until when. Before `startMs` nothing does. */
export function forcesAt(
  scenario: Scenario,
  symbol: string,
  startMs: number,
  timeMs: number,
): Entry {
  const calm = { name: 'calm', forces: noForces }
  if (timeMs < startMs) return { ...calm, fromMs: Number.NEGATIVE_INFINITY, toMs: startMs }
  const lengths = scenario.phases.map(({ minutes }) => Math.round(minutes * 60_000))
  const roundMs = lengths.reduce((sum, length) => sum + length, 0)
  const rounds = roundMs > 0 && scenario.repeats ? Math.floor((timeMs - startMs) / roundMs) : 0
  let fromMs = startMs + rounds * roundMs
  for (const [at, phase] of scenario.phases.entries()) {
    const toMs = fromMs + (lengths[at] ?? 0)
    if (timeMs < toMs) {
      const concerned = phase.symbols === undefined || phase.symbols.includes(symbol)
      return { fromMs, toMs, ...(concerned ? phase : calm) }
    }
    fromMs = toMs
  }
  return { ...calm, fromMs, toMs: Number.POSITIVE_INFINITY }
}
