import { ConfigError } from '../core/errors.ts'

/** Runs `work` with clock, randomness and timers of the process throwing. */
export function poisoned<R>(work: () => R): R {
  const { setTimeout, setInterval, setImmediate, queueMicrotask, Date: RealDate } = globalThis
  const { random } = Math
  const { now } = performance
  let caught: ConfigError | undefined
  const poison = (name: string) => (): never => {
    caught ??= new ConfigError(
      `${name} was called inside an operator: time and randomness enter as records`,
    )
    throw caught
  }
  class PoisonedDate extends RealDate {
    constructor(...parts: [] | ConstructorParameters<DateConstructor>) {
      if (parts.length === 0) poison('new Date()')()
      super(...(parts as [number]))
    }
    static override now(): number {
      return poison('Date.now')()
    }
  }
  Object.assign(globalThis, {
    Date: PoisonedDate,
    setTimeout: poison('setTimeout'),
    setInterval: poison('setInterval'),
    setImmediate: poison('setImmediate'),
    queueMicrotask: poison('queueMicrotask'),
  })
  Math.random = poison('Math.random')
  performance.now = poison('performance.now')
  let result: R
  try {
    result = work()
  } finally {
    Object.assign(globalThis, {
      Date: RealDate,
      setTimeout,
      setInterval,
      setImmediate,
      queueMicrotask,
    })
    Math.random = random
    performance.now = now
  }
  // The engine takes what a step throws for a bad record: here it is the step that is bad.
  if (caught !== undefined) throw caught
  return result
}
