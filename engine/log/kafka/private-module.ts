import { createRequire } from 'node:module'
import { ConfigError } from '../../core/errors.ts'

export const require = createRequire(import.meta.url)

/** The one version of kafkajs whose private files are known. */
export const correctedVersion = '2.2.4'

/** A private file of kafkajs. Its shape is what a correction rests on; another one must not be corrected blindly. */
export function privateModule(name: string, isExpected: (loaded: unknown) => boolean): unknown {
  const loaded: unknown = require(`kafkajs/src/${name}`)
  if (!isExpected(loaded)) throw anotherShape(name)
  return loaded
}

export function anotherShape(name: string): ConfigError {
  return new ConfigError(`kafkajs/src/${name} has another shape than in ${correctedVersion}`)
}
