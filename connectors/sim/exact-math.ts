/**
 * Logarithm, exponential and sine made only of + − × ÷, which IEEE 754 defines to the last bit.
 * Math.log and its like may differ between versions of Node; a synthetic market must not.
 */

/** The logarithm of 2 in two parts: the lower half of the first is zero, so its multiples are exact. */
const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10

const steps = [32, 16, 8, 4, 2, 1] as const

/** Natural logarithm of a positive, normal number. */
export function exactLog(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY)
    return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  let exponent = 0
  let mantissa = x
  // Powers of two are exact, so this loses nothing: x = mantissa × 2^exponent, mantissa in [√½, √2).
  while (mantissa >= 2 * Math.SQRT1_2) {
    const step = steps.find((bits) => mantissa >= Math.SQRT1_2 * 2 ** bits) ?? 1
    mantissa /= 2 ** step
    exponent += step
  }
  while (mantissa < Math.SQRT1_2) {
    const step = steps.find((bits) => mantissa * 2 ** bits < 2 * Math.SQRT1_2) ?? 1
    mantissa *= 2 ** step
    exponent -= step
  }
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  // 2 artanh(s); with |s| < 0.172 the term after the last is below 1e-17.
  let series = 0
  for (let odd = 21; odd >= 3; odd -= 2) series = (series + 1 / odd) * square
  return exponent * ln2High + (2 * s + 2 * s * series + exponent * ln2Low)
}

/** e to the power of x, for |x| up to 700. */
export function exactExp(x: number): number {
  const exponent = Math.round(x / ln2High)
  const rest = x - exponent * ln2High - exponent * ln2Low
  let sum = 1
  for (let term = 14; term >= 1; term--) sum = 1 + (sum * rest) / term
  return timesPowerOfTwo(sum, exponent)
}

/** Sine of an angle in radians; exact enough for angles of a few thousand turns. */
export function exactSin(angle: number): number {
  const turns = Math.round(angle / Math.PI)
  const rest = angle - turns * Math.PI
  const square = rest * rest
  let sum = 1
  for (let odd = 23; odd >= 3; odd -= 2) sum = 1 - (sum * square) / (odd * (odd - 1))
  const sine = rest * sum
  return turns % 2 === 0 ? sine : -sine
}

function timesPowerOfTwo(number: number, exponent: number): number {
  const factor = exponent < 0 ? 0.5 : 2
  let scaled = number
  for (let left = Math.abs(exponent); left > 0; left--) scaled *= factor
  return scaled
}
