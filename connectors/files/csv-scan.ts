const comma = 44
const minus = 45
const plus = 43
const dot = 46
const zero = 48

/** Below it every integer is a double, so digits may be added up without rounding. */
const exactMax = 2 ** 53

/** Powers of ten that are doubles exactly; exact over exact rounds once, which is the right answer. */
const powersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))

const decimalPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/**
 * Writes where each comma-separated field of [start, end) ends into `ends` and returns how many
 * fields there are. More fields than `ends` holds are counted, not written.
 */
export function splitFields(block: Buffer, start: number, end: number, ends: Int32Array): number {
  let count = 0
  for (let at = start; at < end; at++) {
    if (block[at] === comma) ends[count++] = at
  }
  ends[count++] = end
  return count
}

/**
 * The decimal number in [start, end), bit for bit what Number() gives for its text; NaN for
 * anything else (empty, words, hexadecimal).
 */
export function scanDecimal(block: Buffer, start: number, end: number): number {
  let at = start
  const sign = block[at]
  if (sign === minus || sign === plus) at++
  let mantissa = 0
  let digits = 0
  let fraction = -1
  for (; at < end; at++) {
    const byte = block[at] as number // at < end <= length
    const digit = byte - zero
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit
      digits++
      if (fraction >= 0) fraction++
    } else if (byte === dot && fraction < 0) {
      fraction = 0
    } else {
      return slowDecimal(block, start, end)
    }
  }
  if (digits === 0) return Number.NaN
  if (mantissa >= exactMax || fraction > 22) return slowDecimal(block, start, end)
  const size = fraction > 0 ? mantissa / (powersOfTen[fraction] as number) : mantissa
  return sign === minus ? -size : size
}

/** Exponents and long mantissas are rare enough for the general way. */
function slowDecimal(block: Buffer, start: number, end: number): number {
  const text = fieldText(block, start, end)
  return decimalPattern.test(text) ? Number(text) : Number.NaN
}

export function fieldText(block: Buffer, start: number, end: number): string {
  // A flag of one letter stands in every trade: its string is at hand without a native call.
  if (end - start === 1) return String.fromCharCode(block[start] as number)
  return block.toString('latin1', start, end)
}

/** A field's text for a message: short, and visible where it is empty. */
export function quoted(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return `'${short}'`
}
