import { OnnxClassifier } from '../connectors/classifier/onnx-classifier.ts'
import type { SentenceEncoder } from '../connectors/minilm/sentence-encoder.ts'
import { indicators } from '../operators/features/catalogue.ts'
import type { Config } from './config.ts'
import { encoderOf } from './text-encoder.ts'

const featureNames = indicators.flatMap(({ names }) => names)

/** What computes outside the operators, each in a thread of its own: the encoder of texts, and the user's classifier. */
export interface Models {
  readonly encoder: SentenceEncoder | undefined
  readonly classifier: OnnxClassifier | undefined
}

/**
 * Those that a configuration names. None is read before it has something to do. Throws ConfigError where what stands beside a classifier
 * cannot be right; the classifier itself may be anything: its votes say what is wrong with it.
 */
export function modelsOf(config: Config): Models {
  const { file, timeout } = config.model
  const classifier =
    file === null
      ? undefined
      : new OnnxClassifier({ file, features: featureNames, timeoutMs: timeout })
  return { encoder: encoderOf(config), classifier }
}

export async function closeModels({ encoder, classifier }: Models): Promise<void> {
  await Promise.all([encoder?.close(), classifier?.close()])
}
