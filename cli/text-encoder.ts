import { miniLm } from '../connectors/minilm/model-spec.ts'
import { SentenceEncoder } from '../connectors/minilm/sentence-encoder.ts'
import { ConfigError } from '../engine/core/errors.ts'
import type { Config } from './config.ts'
import { modelFolder } from './data-folder.ts'

/**
 * The model that `memory.encoder` names, undefined where it is the built-in one, which is in the operators. It is
 * not read before it has a text to encode, so that what only looks at the topology needs none.
 */
export function encoderOf({ memory }: Config): SentenceEncoder | undefined {
  if (memory.encoder === 'built-in-1') return undefined
  return new SentenceEncoder({ spec: miniLm, folder: modelFolder(miniLm.name) })
}

/** For what is going to encode. Throws ConfigError, with the cure, where there is no such model, or it does not work. */
export async function assertReady(encoder: SentenceEncoder | undefined): Promise<void> {
  try {
    await encoder?.assertReady()
  } catch (error) {
    await encoder?.close()
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(
      `memory.encoder is minilm, but ${error.message}: \`alphapulse model pull\` brings the model, memory.encoder = built-in-1 needs none`,
      {},
      error,
    )
  }
}
