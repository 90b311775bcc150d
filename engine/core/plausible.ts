/** Before Bitcoin there was nothing to trade. */
const earliestMs = Date.UTC(2009, 0, 3)
const latestMs = Date.UTC(2100, 0, 1)

/** A key becomes part of the keys under which states are saved. */
export const keyCharactersMax = 256

/** Why a time can never be one, or undefined. */
export function implausibleTime(eventMs: number): string | undefined {
  if (eventMs >= earliestMs && eventMs < latestMs && Math.floor(eventMs) === eventMs)
    return undefined
  return `event time ${eventMs} is not in UTC milliseconds between 2009 and 2100`
}

/** Why a key can never be one, or undefined. */
export function implausibleKey(key: string): string | undefined {
  if (key === '') return 'the key was empty'
  if (key.length > keyCharactersMax)
    return `the key has ${key.length} characters; at most ${keyCharactersMax} are believed`
  for (let at = 0; at < key.length; at++) {
    if (key.charCodeAt(at) < 32) return 'the key holds control characters'
  }
  return undefined
}
