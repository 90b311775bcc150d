import { ConfigError } from '../core/errors.ts'

const poison = (name: string) => () => {
  throw new ConfigError(
    `${name} was called inside an operator: time and randomness enter as records`,
  )
}

/** Runs `work` with clock, randomness and timers of the process throwing. */
export function poisoned<R>(work: () => R): R {
  const { setTimeout, setInterval, setImmediate, Date: RealDate } = globalThis
  const { random } = Math
  const { now } = performance
  class PoisonedDate extends RealDate {
    constructor(...parts: [] | ConstructorParameters<DateConstructor>) {
      if (parts.length === 0) poison('new Date()')()
      super(...(parts as [number]))
    }
    static override now(): number {
      return poison('Date.now')() as never
    }
  }
  Object.assign(globalThis, {
    Date: PoisonedDate,
    setTimeout: poison('setTimeout'),
    setInterval: poison('setInterval'),
    setImmediate: poison('setImmediate'),
  })
  Math.random = poison('Math.random') as never
  performance.now = poison('performance.now') as never
  try {
    return work()
  } finally {
    Object.assign(globalThis, { Date: RealDate, setTimeout, setInterval, setImmediate })
    Math.random = random
    performance.now = now
  }
}
