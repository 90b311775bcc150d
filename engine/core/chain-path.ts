/**
 * How a record came about among everything that a chain of pipelines does at one time. Compared element
 * by element, paths are in the order in which the chain does it uncut. One after the other:
 *
 * - what set it off, if it was no timer: `0, feedback input, offset`, or `2, rank, offset` of a record;
 * - `1, store, how-manieth timer` for each timer on the way: first one that was due when the time began or
 *   that the record above set for the same time, then one that this one set and that goes before all others;
 * - `0, level`: 0 for what goes straight through, 1 for what was asynchronous, 2 for what was so behind that;
 * - by turns the pipeline that takes it, and which of the outputs it is.
 */
export type ChainPath = readonly (number | string)[]

/** Of what set it off, and of each timer. */
const partLength = 3

export function comparePaths(a: ChainPath, b: ChainPath): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a[at] as number | string
    const right = b[at] as number | string
    if (left !== right) return left < right ? -1 : 1
  }
  return a.length - b.length
}

/** Of what goes straight through from a root. */
export function straightFrom(root: ChainPath): ChainPath {
  return [...root, 0, 0]
}

/** Of what an asynchronous call gives: its turn comes behind all that goes straight through. */
export function pathOfResult(call: ChainPath): ChainPath {
  const at = levelAt(call)
  return call.map((element, index) => (index === at ? Number(element) + 1 : element))
}

/** Whether a record set it off, not feedback or a timer that was due when its time began. */
export function isFromRecord(path: ChainPath): boolean {
  return path[0] === 2
}

/** Whether two go back to one record, timer or feedback. */
export function haveOneRoot(a: ChainPath, b: ChainPath): boolean {
  const at = levelAt(a)
  for (let index = 0; index < at; index++) if (a[index] !== b[index]) return false
  return true
}

function levelAt(path: ChainPath): number {
  let at = path[0] === 1 ? 0 : partLength
  while (path[at] === 1) at += partLength
  return at + 1
}

export function rootOfFeedback(input: number, offset: number): ChainPath {
  return [0, input, offset]
}

export function rootOfRecord(rank: number, offset: number): ChainPath {
  return [2, rank, offset]
}

/** Follows what one stage's task does at one time, and tells the paths of it. Nothing of it outlives a commit, which never comes within a time. */
export class Instant {
  private timeMs = Number.NEGATIVE_INFINITY
  /** What was done last, by key: beside asynchronous work other keys go on. */
  private readonly roots = new Map<string, ChainPath>()
  /** Timers that have fired in it. */
  private timers = 0

  /**
   * Of the timer that is next. Timers that were due when the instant began fire before its records; those
   * that a record sets for the same instant right behind it; all in the order of their stores.
   */
  rootOfTimer(store: string, key: string, timeMs: number): ChainPath {
    if (timeMs !== this.timeMs) return [1, store, 0]
    const root = this.roots.get(key) ?? []
    const path = root[0] === 2 ? root.slice(0, partLength) : []
    for (let at = root[0] === 1 ? 0 : partLength; root[at] === 1; at += partLength) {
      // Only a timer that was set meanwhile can go before one that has fired.
      if ((root[at + 1] as string) <= store) break
      path.push(...root.slice(at, at + partLength))
    }
    return [...path, 1, store, this.timers]
  }

  /** What goes back to this root is done next; gives the path of what goes straight through. */
  enter(timeMs: number, key: string, root: ChainPath): ChainPath {
    if (timeMs !== this.timeMs) {
      this.timeMs = timeMs
      this.timers = 0
      this.roots.clear()
    }
    this.roots.set(key, root)
    return straightFrom(root)
  }

  /** The next timer fires. */
  fire(store: string, key: string, timeMs: number): ChainPath {
    const path = this.enter(timeMs, key, this.rootOfTimer(store, key, timeMs))
    this.timers++
    return path
  }
}
