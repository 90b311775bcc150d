import type { Bars } from './bar.ts'

/** Opens and closes at almost one price: 100, which says nothing of up or down. TA-Lib CDLDOJI. */
export function doji([last]: Bars): number {
  return last.body <= last.bodyDoji ? 100 : 0
}
