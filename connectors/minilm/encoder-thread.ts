import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { workerData } from 'node:worker_threads'
import { type Answerer, answerQuestions } from '../onnx/answering.ts'
import { optionalPackage } from '../onnx/optional-package.ts'
import { sentenceName, tokensName } from './encoder-graph.ts'
import { graphFile } from './model-folder.ts'
import { tokenizerFile } from './model-spec.ts'
import type { ThreadStart } from './thread-start.ts'

// ONNX Runtime computes on the thread that asks it: here nobody else waits for that.
type Encode = Answerer<string, Float32Array<ArrayBuffer>>

async function load({ folder, tokensMax }: ThreadStart): Promise<Encode> {
  const { InferenceSession, Tensor } = await optionalPackage(
    'onnxruntime-node',
    () => import('onnxruntime-node'),
  )
  const { tokensBy } = await optionalPackage('@huggingface/tokenizers', () => import('./tokens.ts'))
  const tokenizer = JSON.parse(readFileSync(join(folder, tokenizerFile), 'utf8')) as object
  const tokensOf = tokensBy(tokenizer, tokensMax)
  const session = await InferenceSession.create(join(folder, graphFile), {
    // More would be faster on an idle machine only, and add up in another order.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // What fails is thrown as well.
    logSeverityLevel: 4,
  })
  return async (text) => {
    const tokens = BigInt64Array.from(tokensOf(text), BigInt)
    const input = new Tensor('int64', tokens, [1, tokens.length])
    const { [sentenceName]: sentence } = await session.run({ [tokensName]: input })
    // A copy: what the runtime owns cannot be handed to another thread.
    const answer = Float32Array.from(sentence?.data as Float32Array)
    return { answer, handedOver: [answer.buffer] }
  }
}

answerQuestions(load(workerData as ThreadStart))
