/**
 * Logarithm, exponential and sine made only of + − × ÷, which IEEE 754 defines to the last bit.
 * Math.log and its like may differ between versions of Node; what is computed again must not.
 */

/** The logarithm of 2 in two parts: the lower half of the first is zero, so its multiples are exact. */
const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10

const smallestNormal = 2.2250738585072014e-308
const twoTo54 = 0x40_0000_0000_0000
const firstExponent = -1022
const lastExponent = 1023

/** 2^−e for each exponent e of a normal number. */
const scales = new Float64Array(lastExponent - firstExponent + 1)
for (let i = 0, scale = 1 / smallestNormal; i < scales.length; i++, scale /= 2) scales[i] = scale

const bits = new DataView(new ArrayBuffer(8))

/** Natural logarithm, to about one unit in the last place; −Infinity of 0, NaN below 0 and of Infinity. */
export function exactLog(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY)
    return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  // A subnormal has no exponent of its own until it is moved up, which loses nothing.
  if (x < smallestNormal) return exactLog(x * twoTo54) - 54 * (ln2High + ln2Low)
  let exponent = 0
  let mantissa = x
  if (x < Math.SQRT1_2 || x >= 2 * Math.SQRT1_2) {
    bits.setFloat64(0, x)
    exponent = (bits.getInt32(0) >>> 20) - 1023
    // Powers of two are exact: x = mantissa × 2^exponent, mantissa in [1, 2), then in [√½, √2).
    mantissa = x * (scales[exponent - firstExponent] ?? 1)
    if (mantissa >= 2 * Math.SQRT1_2) {
      mantissa /= 2
      exponent += 1
    }
  }
  const s = (mantissa - 1) / (mantissa + 1)
  return exponent * ln2High + (2 * s + 2 * s * artanhSeries(s * s) + exponent * ln2Low)
}

/** artanh(s) ÷ s − 1 of s squared; with |s| < 0.172 the term after the last is below 1e-17. */
function artanhSeries(square: number): number {
  let series = (1 / 21) * square
  series = (series + 1 / 19) * square
  series = (series + 1 / 17) * square
  series = (series + 1 / 15) * square
  series = (series + 1 / 13) * square
  series = (series + 1 / 11) * square
  series = (series + 1 / 9) * square
  series = (series + 1 / 7) * square
  series = (series + 1 / 5) * square
  return (series + 1 / 3) * square
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
