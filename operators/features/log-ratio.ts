import { exactLog } from '../../engine/core/exact-math.ts'

/** Natural logarithm of `now / before`; 0 where a price is not positive and there is none. */
export function logRatio(now: number, before: number): number {
  return now > 0 && before > 0 ? exactLog(now / before) : 0
}
