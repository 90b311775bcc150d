import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ModelSpec, tokenizerFile, weightsFile } from '../model-spec.ts'
import { safetensorsOf, tinyShape, tinyTensors, tinyTokenizer } from './tiny-encoder.ts'

export interface TinyFiles {
  readonly spec: ModelSpec
  readonly bytes: { readonly [file: string]: Uint8Array }
}

/** The files of a tiny model, and their hashes as its spec. */
export function tinyFiles(tensors = tinyTensors(), spec: Partial<ModelSpec> = {}): TinyFiles {
  const weights = safetensorsOf(tensors)
  const tokenizer = Buffer.from(JSON.stringify(tinyTokenizer()))
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
  return {
    spec: {
      name: 'tiny-1',
      files: { [weightsFile]: sha256(weights), [tokenizerFile]: sha256(tokenizer) },
      heads: tinyShape.heads,
      dimensions: tinyShape.width,
      tokensMax: 8,
      ...spec,
    },
    bytes: { [weightsFile]: weights, [tokenizerFile]: tokenizer },
  }
}

export function writeFiles(folder: string, { bytes }: TinyFiles): void {
  mkdirSync(folder, { recursive: true })
  for (const [file, content] of Object.entries(bytes)) writeFileSync(join(folder, file), content)
}

/** A folder of a test's own, and how to take it away. */
export function newFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'alphapulse-model-'))
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}
