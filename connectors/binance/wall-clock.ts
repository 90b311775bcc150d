import { setTimeout as sleep } from 'node:timers/promises'

/** Time as the machine has it; tests have one of their own. */
export interface WallClock {
  nowMs(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const wallClock: WallClock = {
  nowMs: () => Date.now(),
  async sleep(ms, signal) {
    await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
  },
}
