import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ConfigError } from '../../engine/core/errors.ts'
import { headBytes, tensorsOf } from '../onnx/safetensors.ts'
import { encoderGraph } from './encoder-graph.ts'
import { type ModelSpec, weightsFile } from './model-spec.ts'

/** Built from the weights, and useless without them beside it. */
export const graphFile = 'model.onnx'

/** Throws ConfigError unless a folder holds the files of a model, byte by byte. */
export async function assertFiles(folder: string, { files }: ModelSpec): Promise<void> {
  for (const [file, expected] of Object.entries(files)) {
    const path = join(folder, file)
    if (!existsSync(path)) throw new ConfigError(`${folder} has no ${file}`)
    const found = await sha256(path)
    if (found !== expected)
      throw new ConfigError(
        `${path} is another file: its sha256 was ${found}, that of the model is ${expected}`,
      )
  }
}

/** The graph of the model whose weights lie in a folder. */
export async function graphOf(folder: string, spec: ModelSpec): Promise<Uint8Array> {
  const path = join(folder, weightsFile)
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const beginning = Buffer.alloc(Math.min(size, 8))
    await file.read(beginning, 0, beginning.length, 0)
    const head = Buffer.alloc(headBytes(beginning, size))
    await file.read(head, 0, head.length, 0)
    return encoderGraph(tensorsOf(head, size), weightsFile, spec)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new ConfigError(`${path} cannot be used: ${error.message}`, {}, error)
  } finally {
    await file.close()
  }
}

/** Throws ConfigError, with what is wrong, unless a folder holds a model that is whole and was built. */
export async function assertModel(folder: string, spec: ModelSpec): Promise<void> {
  if (!existsSync(folder)) throw new ConfigError(`there is no ${folder}`)
  await assertFiles(folder, spec)
  const path = join(folder, graphFile)
  const built = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
  if (!built.equals(await graphOf(folder, spec)))
    throw new ConfigError(`${path} is not what is built from the weights beside it`)
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
