import { fieldText, quoted } from './csv-scan.ts'

/** The unit in which a file writes its times since 1970. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns'

interface UnitFacts {
  readonly name: string
  /** Digits beyond milliseconds; negative where milliseconds have more. */
  readonly extraDigits: number
}

const units: { readonly [unit in TimeUnit]: UnitFacts } = {
  s: { name: 'seconds', extraDigits: -3 },
  ms: { name: 'milliseconds', extraDigits: 0 },
  us: { name: 'microseconds', extraDigits: 3 },
  ns: { name: 'nanoseconds', extraDigits: 6 },
}

/** A time after 1973 and before 2286 has one digit count per unit, or one less. */
export function unitOfDigits(digits: number): TimeUnit | null {
  if (digits === 9 || digits === 10) return 's'
  if (digits === 12 || digits === 13) return 'ms'
  if (digits === 15 || digits === 16) return 'us'
  if (digits === 18 || digits === 19) return 'ns'
  return null
}

/** The unit that most of the sampled times have; milliseconds where none can be read. */
export function commonestUnit(times: Iterable<string>): TimeUnit {
  const counts = new Map<TimeUnit, number>()
  for (const time of times) {
    const unit = /^\d+$/.test(time) ? unitOfDigits(time.length) : null
    if (unit !== null) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  }
  let best: TimeUnit = 'ms'
  for (const [unit, count] of counts) {
    if (count > (counts.get(best) ?? 0)) best = unit
  }
  return best
}

/**
 * The time in [start, end) in whole milliseconds, cut and not rounded, so that a trade never
 * moves into the next minute. NaN for anything that is not a time in `unit`.
 */
export function scanTimeMs(block: Buffer, start: number, end: number, unit: TimeUnit): number {
  if (unitOfDigits(end - start) !== unit) return Number.NaN
  const extra = units[unit].extraDigits
  const keptEnd = extra > 0 ? end - extra : end
  let time = 0
  for (let at = start; at < end; at++) {
    const digit = (block[at] as number) - 48 // at < end <= length
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    if (at < keptEnd) time = time * 10 + digit
  }
  return extra < 0 ? time * 1_000 : time
}

/** The same for a number that JSON.parse has read already. */
export function timeMsOf(time: unknown, unit: TimeUnit): number {
  if (typeof time !== 'number' || !Number.isSafeInteger(time) || time <= 0) return Number.NaN
  if (unitOfDigits(String(time).length) !== unit) return Number.NaN
  if (unit === 's') return time * 1_000
  return Math.floor(time / 10 ** units[unit].extraDigits)
}

/** Why scanTimeMs gave NaN, as a sentence for the dead letter. */
export function timeFault(name: string, block: Buffer, start: number, end: number, unit: TimeUnit) {
  return timeTextFault(name, fieldText(block, start, end), unit)
}

export function timeTextFault(name: string, text: string, unit: TimeUnit): string {
  if (/^0+$/.test(text)) return `${name} is 0`
  if (!/^\d+$/.test(text)) return `${name} cannot be read as a time: ${quoted(text)}`
  const other = unitOfDigits(text.length)
  const was = other === null ? `has ${text.length} digits` : `is in ${units[other].name}`
  return `${name} ${quoted(text)} ${was}, the file's times are in ${units[unit].name}`
}

/** Said once per file where a time column is not in the engine's own unit. */
export function unitNote(column: string, unit: TimeUnit): string | null {
  if (unit === 'ms') return null
  return `${column} is in ${units[unit].name} and was read as milliseconds`
}
