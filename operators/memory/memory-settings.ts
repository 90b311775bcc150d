import type { MemoryMode } from './distance.ts'
import type { FollowTerms } from './what-followed.ts'

export interface MemorySettings extends FollowTerms {
  /** `memory.window`: past states of a symbol that can be neighbours. */
  readonly statesMax: number
  /** `memory.neighbours` */
  readonly neighbours: number
  /** `memory.mode` */
  readonly mode: MemoryMode
}
