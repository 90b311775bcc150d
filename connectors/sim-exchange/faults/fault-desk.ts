import { Sfc32, streamOf } from '../../sim/sfc32.ts'
import type { FaultSchedule, FaultSettings } from './fault-settings.ts'

export type FaultKind =
  | 'drop'
  | 'duplicate'
  | 'reorder'
  | 'delay'
  | 'gap'
  | 'close'
  | 'halfOpen'
  | 'serverError'
  | 'slow'
  | 'outage'

export interface FaultDeskOptions {
  readonly seed: number
  /** In force where nothing else is. */
  readonly always: FaultSettings
  readonly schedule: FaultSchedule
  readonly liveMs: number
}

/** Which faults are in force at a simulated time, and how many there have been. */
export class FaultDesk {
  readonly counts: { [kind in FaultKind]?: number } = {}
  readonly random: Sfc32
  readonly #options: FaultDeskOptions
  #ordered: { readonly faults: FaultSettings; readonly untilMs: number } | undefined

  constructor(options: FaultDeskOptions) {
    this.#options = options
    this.random = new Sfc32(options.seed, streamOf('faults'))
  }

  /** An order from outside stands above the schedule, and that above the configuration. */
  at(timeMs: number): FaultSettings {
    if (this.#ordered !== undefined && timeMs < this.#ordered.untilMs) return this.#ordered.faults
    const { schedule, liveMs, always } = this.#options
    const seconds = (timeMs - liveMs) / 1_000
    const due = schedule.findLast(
      (one) => seconds >= one.fromSeconds && seconds < one.fromSeconds + one.seconds,
    )
    return due?.faults ?? always
  }

  order(faults: FaultSettings, untilMs: number): void {
    this.#ordered = { faults, untilMs }
  }

  /** What was ordered is over. */
  calm(): void {
    this.#ordered = undefined
  }

  happens(chance: number, kind: FaultKind): boolean {
    if (chance === 0 || this.random.uniform() >= chance) return false
    this.count(kind)
    return true
  }

  count(kind: FaultKind): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1
  }
}
