import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { sentenceName, tokensName } from './encoder-graph.ts'
import type { FromThread, ThreadStart, ToThread } from './encoder-messages.ts'
import { graphFile } from './model-folder.ts'
import { tokenizerFile } from './model-spec.ts'
import { optionalPackage } from './optional-package.ts'

// ONNX Runtime computes on the thread that asks it: here nobody else waits for that.
type Encode = (text: string) => Promise<Float32Array<ArrayBuffer>>

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
    return Float32Array.from(sentence?.data as Float32Array)
  }
}

const port = parentPort
if (port === null) throw new Error('this runs as the thread of an encoder only')
// Each text asks again how loading went: none is left without an answer.
const loading = load(workerData as ThreadStart)
loading.catch(() => undefined)

port.on('message', ({ id, text }: ToThread) => {
  loading
    .then((encode) => encode(text))
    .then(
      (vector) => port.postMessage({ id, vector } satisfies FromThread, [vector.buffer]),
      (error: unknown) =>
        port.postMessage({ id, failure: (error as Error).message } satisfies FromThread),
    )
})
