import { InvalidArgumentError } from 'commander'

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

/** `max`, or how many times faster than life. */
export function replaySpeed(text: string): number {
  if (text === 'max') return Number.POSITIVE_INFINITY
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError("it must be 'max' or a number above 0")
  return value
}
