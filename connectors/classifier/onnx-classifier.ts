import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../../engine/core/errors.ts'
import type { Direction } from '../../schemas/contracts.generated.ts'
import { AnsweringThread } from '../onnx/answering-thread.ts'
import type { ThreadStart } from './thread-start.ts'

/** What may stand beside a model, in a file of its name that ends in .json. */
const besideSchema = z.strictObject({
  features: z.array(z.string()).min(1).optional(),
  classes: z
    .array(z.enum(['SHORT', 'FLAT', 'LONG']))
    .min(2)
    .optional(),
})

const classesDefault: readonly Direction[] = ['SHORT', 'FLAT', 'LONG']

export interface OnnxClassifierOptions {
  readonly file: string
  /** Every feature there is, in order: what a model takes that does not tell. */
  readonly features: readonly string[]
  /** A candle that takes longer has no vote of the model. A usual model takes a ten-thousandth of a second. */
  readonly timeoutMs: number
}

/** Probabilities in the order of the classes, or why there are none. */
export type Probabilities =
  | { readonly probabilities: readonly number[] }
  | { readonly failure: string }

/**
 * An ONNX classifier in a thread of its own: one input, float32 [1, features], and an output, float32 [1, classes]. A model that is absent, or does
 * not fit, ends nothing: each question is answered by why there is no answer.
 */
export class OnnxClassifier {
  /** `name-hash`, the first eight digits of the SHA-256 of its file. */
  readonly modelVersion: string
  readonly features: readonly string[]
  readonly classes: readonly Direction[]
  private readonly path: string
  private readonly thread: AnsweringThread<Float32Array, Float32Array>

  /** Throws ConfigError where the file beside it is none that it can read, or names a feature that there is not. */
  constructor({ file, features, timeoutMs }: OnnxClassifierOptions) {
    const path = resolve(file)
    const beside = readBeside(path)
    const unknown = beside.features?.find((name) => !features.includes(name))
    if (unknown !== undefined)
      throw new ConfigError(
        `${besidePath(path)}: there is no feature '${unknown}' (docs/indicators.md)`,
      )
    this.path = path
    this.features = beside.features ?? features
    this.classes = beside.classes ?? classesDefault
    this.modelVersion = `${nameOf(path)}-${versionOf(path)}`
    this.thread = new AnsweringThread({
      what: 'the model',
      module: new URL('./classifier-thread.mjs', import.meta.url),
      data: {
        path,
        features: this.features.length,
        classes: this.classes.length,
      } satisfies ThreadStart,
      timeoutMs,
    })
  }

  /** Never rejects. */
  async classify(values: Float32Array): Promise<Probabilities> {
    if (!existsSync(this.path)) return { failure: `there is no file ${this.path}` }
    const answered = await this.thread.ask(values)
    return 'failure' in answered ? answered : { probabilities: [...answered.answer] }
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}

function nameOf(path: string): string {
  return basename(path).replace(/\.onnx$/, '')
}

/** `absent` where there is no file: its votes say so. */
function versionOf(path: string): string {
  if (!existsSync(path)) return 'absent'
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 8)
}

function besidePath(path: string): string {
  return path.replace(/(\.onnx)?$/, '.json')
}

function readBeside(path: string): z.infer<typeof besideSchema> {
  const beside = besidePath(path)
  if (!existsSync(beside)) return {}
  try {
    return besideSchema.parse(JSON.parse(readFileSync(beside, 'utf8')))
  } catch (error) {
    throw new ConfigError(`${beside}: ${(error as Error).message}`, {}, error)
  }
}
