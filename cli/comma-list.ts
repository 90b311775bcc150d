/** From the environment a list comes as its parts with commas between them; anything else stays what it is. */
export function listed(given: unknown): unknown {
  return typeof given === 'string' ? given.split(',').map((part) => part.trim()) : given
}
