export interface Near {
  /** Its number among those that were looked at. */
  readonly at: number
  readonly distance: number
}

/** The `most` nearest of `count`, nearest first; of equally near ones those that come first. */
export function nearestOf(
  count: number,
  most: number,
  distanceAt: (at: number) => number,
): readonly Near[] {
  const found: Near[] = []
  for (let at = 0; at < count; at++) {
    const distance = distanceAt(at)
    const last = found[most - 1]
    if (last !== undefined && !(distance < last.distance)) continue
    let place = found.length
    while (place > 0 && distance < (found[place - 1] as Near).distance) place--
    found.splice(place, 0, { at, distance })
    if (found.length > most) found.pop()
  }
  return found
}
