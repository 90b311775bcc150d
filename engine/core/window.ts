import { ConfigError } from './errors.ts'
import { defineOperator, type StatefulOperator } from './operator.ts'

/** What every window operator is told. */
export interface WindowOptions<In, Acc, Out> {
  readonly id: string
  /** How long behind its end a window still takes records, in source-clock time. */
  readonly graceMs: number
  readonly eventMs: (value: In) => number
  readonly start: (value: In) => Acc
  /** May change `accumulator` in place; what it returns is kept. */
  readonly add: (accumulator: Acc, value: In) => Acc
  /** Called once, when the clock reaches end + grace. */
  readonly close: (
    accumulator: Acc,
    window: { readonly startMs: number; readonly endMs: number },
  ) => Out
}

/**
 * Windows of a fixed size on a fixed grid. A record is late when its window's end + grace has come.
 * Emits once per key and window that has a record.
 */
export function tumblingWindow<In, Acc, Out>(
  options: WindowOptions<In, Acc, Out> & { readonly sizeMs: number },
): StatefulOperator<In, Out> {
  return hoppingWindow({ ...options, everyMs: options.sizeMs })
}

/** Windows of `sizeMs` that begin every `everyMs`; a record belongs to size / every of them. */
export function hoppingWindow<In, Acc, Out>(
  options: WindowOptions<In, Acc, Out> & { readonly sizeMs: number; readonly everyMs: number },
): StatefulOperator<In, Out> {
  const { id, graceMs, sizeMs, everyMs, eventMs, start, add, close } = options
  if (!(everyMs > 0 && sizeMs >= everyMs && sizeMs % everyMs === 0)) {
    throw new ConfigError(
      `${id}: sizeMs was ${sizeMs} and everyMs ${everyMs}; the size must be a multiple of the step`,
    )
  }
  if (!(graceMs >= 0))
    throw new ConfigError(`${id}: graceMs was ${graceMs}; it must not be negative`)
  return defineOperator<In, Out, Acc>({
    id,
    version: 1,
    onRecord(value, context) {
      const at = eventMs(value)
      let taken = false
      for (
        let startMs = at - (at % everyMs) - sizeMs + everyMs;
        startMs <= at;
        startMs += everyMs
      ) {
        const closesMs = startMs + sizeMs + graceMs
        if (closesMs <= context.timeMs) continue
        const slot = String(startMs)
        const open = context.store.get(slot)
        context.store.put(open === undefined ? start(value) : add(open, value), slot)
        if (open === undefined) context.wakeAt(closesMs, slot)
        taken = true
      }
      if (!taken) context.late()
    },
    onTimer(slot, context) {
      const accumulator = context.store.take(slot)
      const startMs = Number(slot)
      if (accumulator !== undefined)
        context.emit(close(accumulator, { startMs, endMs: startMs + sizeMs }))
    },
  })
}

interface Session<Acc> {
  readonly startMs: number
  readonly endMs: number
  readonly accumulator: Acc
}

/**
 * Windows that last as long as records of a key follow each other in less than `gapMs`. A record
 * between two open sessions joins them through `merge`. `close` is told the first and last event.
 */
export function sessionWindow<In, Acc, Out>(
  options: WindowOptions<In, Acc, Out> & {
    readonly gapMs: number
    readonly merge: (earlier: Acc, later: Acc) => Acc
  },
): StatefulOperator<In, Out> {
  const { id, graceMs, gapMs, eventMs, start, add, close, merge } = options
  if (!(gapMs > 0)) throw new ConfigError(`${id}: gapMs was ${gapMs}; it must be positive`)
  if (!(graceMs >= 0))
    throw new ConfigError(`${id}: graceMs was ${graceMs}; it must not be negative`)
  return defineOperator<In, Out, Session<Acc>>({
    id,
    version: 1,
    onRecord(value, context) {
      const at = eventMs(value)
      const near = context.store
        .slots()
        .map((slot) => ({ slot, session: context.store.get(slot) as Session<Acc> }))
        .filter(({ session }) => at > session.startMs - gapMs && at < session.endMs + gapMs)
        .sort((a, b) => a.session.startMs - b.session.startMs)
      // Its window is the session it falls into: as long as one of those is open, it is not late.
      if (near.length === 0 && at + gapMs + graceMs <= context.timeMs) {
        context.late()
        return
      }
      for (const { slot } of near) {
        context.store.delete(slot)
        context.cancelWake(slot)
      }
      const [first, ...others] = near.map(({ session }) => session)
      const joined = others.reduce<Session<Acc> | undefined>(
        (left, right) =>
          left && {
            startMs: left.startMs,
            endMs: right.endMs,
            accumulator: merge(left.accumulator, right.accumulator),
          },
        first,
      )
      const session: Session<Acc> = {
        startMs: Math.min(at, joined?.startMs ?? at),
        endMs: Math.max(at, joined?.endMs ?? at),
        accumulator: joined === undefined ? start(value) : add(joined.accumulator, value),
      }
      const slot = String(session.startMs)
      context.store.put(session, slot)
      context.wakeAt(session.endMs + gapMs + graceMs, slot)
    },
    onTimer(slot, context) {
      const session = context.store.take(slot)
      if (session !== undefined) context.emit(close(session.accumulator, session))
    },
  })
}
