import { exactLog } from '../../engine/core/exact-math.ts'
import type { Sfc32 } from './sfc32.ts'

/** A standard normal number, by Marsaglia's polar method. */
export function normalShock(random: Sfc32): number {
  for (;;) {
    const x = 2 * random.uniform() - 1
    const y = 2 * random.uniform() - 1
    const square = x * x + y * y
    if (square < 1 && square > 0) return x * Math.sqrt((-2 * exactLog(square)) / square)
  }
}

const degrees = 6

/** A number with fat tails: Student's t with six degrees of freedom, scaled to variance 1. */
export function fatShock(random: Sfc32): number {
  const normal = normalShock(random)
  // Three exponential numbers make a chi-square with six degrees of freedom.
  const product = random.uniform() * random.uniform() * random.uniform()
  const chiSquare = -2 * exactLog(product)
  return (normal / Math.sqrt(chiSquare / degrees)) * Math.sqrt((degrees - 2) / degrees)
}
