/**
 * Minutes told from trades that may not be all there is of them: stretches without a break, oldest first, with the
 * highest revision that any of them has.
 */
export type DoubtfulMinutes = { fromMs: number; untilMs: number; revision: number }[]

/** So many stretches are remembered; older minutes stay as they were told. */
const stretchesMax = 256

/** Takes note of a minute behind all that are noted. */
export function doubt(
  doubtful: DoubtfulMinutes,
  openMs: number,
  lengthMs: number,
  revision: number,
): void {
  const last = doubtful[doubtful.length - 1]
  if (last !== undefined && last.untilMs === openMs) {
    last.untilMs += lengthMs
    last.revision = Math.max(last.revision, revision)
    return
  }
  doubtful.push({ fromMs: openMs, untilMs: openMs + lengthMs, revision })
  if (doubtful.length > stretchesMax) doubtful.shift()
}

/** Ends the doubt about a minute: gives the highest revision it can have been told with; undefined where there was none. */
export function settleDoubt(
  doubtful: DoubtfulMinutes,
  openMs: number,
  lengthMs: number,
): number | undefined {
  const at = doubtful.findIndex(({ fromMs, untilMs }) => fromMs <= openMs && openMs < untilMs)
  const stretch = doubtful[at]
  if (stretch === undefined) return undefined
  const { fromMs, untilMs, revision } = stretch
  const rests = [
    { fromMs, untilMs: openMs, revision },
    { fromMs: openMs + lengthMs, untilMs, revision },
  ].filter((rest) => rest.fromMs < rest.untilMs)
  doubtful.splice(at, 1, ...rests)
  return revision
}
