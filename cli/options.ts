import { InvalidArgumentError, Option } from 'commander'
import { normaliseSymbol } from '../connectors/files/symbol-name.ts'

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('it must be a whole number from 1')
  return value
}

export function offsetNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError('it must be a whole number from 0')
  return value
}

/** Symbols that a person named, with commas between them. */
export function symbolList(text: string): string[] {
  return text.split(',').map((symbol) => symbolOf(symbol.trim()))
}

/** The pipelines that run apart; which they may be, the topology says. */
export function cutOption(): Option {
  return new Option(
    '--cut <pipelines>',
    'run these apart, with commas between them: the same history, by more processes',
  )
    .argParser((text: string) => text.split(',').map((name) => name.trim()))
    .default([], 'none')
}

/** `max`, or how many times faster than life. */
export function replaySpeed(text: string): number {
  if (text === 'max') return Number.POSITIVE_INFINITY
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError("it must be 'max' or a number above 0")
  return value
}

/** A time that a person wrote, in milliseconds; without a zone it is UTC. */
export function timeOf(text: string): number {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`
  const timeMs = Date.parse(zoned)
  if (Number.isNaN(timeMs))
    throw new InvalidArgumentError('it must be a time, as 2026-05-01T00:00Z')
  return timeMs
}

const unitMs: { readonly [unit: string]: number } = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A length of time that a person wrote, in milliseconds. */
export function durationOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+)([mhd])$/.exec(text) ?? []
  const lengthMs = Number(number) * (unitMs[unit] ?? 0)
  if (!(lengthMs > 0 && Number.isSafeInteger(lengthMs)))
    throw new InvalidArgumentError('it must be a length of time, as 90m, 24h or 7d')
  return lengthMs
}

/** The name a symbol has everywhere. */
export function symbolOf(text: string): string {
  const symbol = normaliseSymbol(text)
  if (symbol === null) throw new InvalidArgumentError('it must be a symbol, as BTCUSDT or BTC/USDT')
  return symbol
}
