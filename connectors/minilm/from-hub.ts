import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ConfigError } from '../../engine/core/errors.ts'
import type { ModelSpec } from './model-spec.ts'

/** Where the authors publish the model, at the revision whose hashes are known. */
export const miniLmHub =
  'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2/resolve/1110a243fdf4706b3f48f1d95db1a4f5529b4d41'

/** From the Hugging Face hub. */
export function fromHub(spec: ModelSpec, hub = miniLmHub) {
  return async (into: string): Promise<void> => {
    for (const file of Object.keys(spec.files)) {
      const url = `${hub}/${file}`
      try {
        const { ok, status, body } = await fetch(url)
        if (!ok || body === null) throw new ConfigError(`${url} answered ${status}`)
        await pipeline(Readable.fromWeb(body), createWriteStream(join(into, file)))
      } catch (error) {
        if (error instanceof ConfigError) throw error
        const { cause, message } = error as Error
        const why = cause instanceof Error ? cause.message : message
        throw new ConfigError(`${url} cannot be read: ${why}`, {}, error)
      }
    }
  }
}
