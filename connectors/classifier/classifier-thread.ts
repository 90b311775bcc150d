import { workerData } from 'node:worker_threads'
import { type Answerer, answerQuestions } from '../onnx/answering.ts'
import { optionalPackage } from '../onnx/optional-package.ts'
import type { ThreadStart } from './thread-start.ts'

// ONNX Runtime computes on the thread that asks it: here nobody else waits for that.
type Classify = Answerer<Float32Array, Float32Array<ArrayBuffer>>

async function load({ path, features, classes }: ThreadStart): Promise<Classify> {
  const { InferenceSession, Tensor } = await optionalPackage(
    'onnxruntime-node',
    () => import('onnxruntime-node'),
  )
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // What fails is thrown as well.
    logSeverityLevel: 4,
  })
  const [input, ...others] = session.inputMetadata
  if (input === undefined || others.length > 0)
    throw new Error(`it has ${session.inputNames.length} inputs; a classifier has one`)
  if (!input.isTensor || input.type !== 'float32')
    throw new Error(`its input '${input.name}' is no tensor of float32`)
  const size = input.shape.at(-1)
  if (typeof size === 'number' && size > 0 && size !== features)
    throw new Error(
      `its input '${input.name}' takes ${size} numbers; there are ${features} features`,
    )
  // Labels, and a probability by class in a map (ZipMap), are of no use here.
  const output = session.outputMetadata.find(
    (one) => one.isTensor && one.type === 'float32' && fits(one.shape, classes),
  )
  if (output === undefined)
    throw new Error(
      `none of its outputs (${session.outputNames.join(', ')}) is a tensor of float32 with ${classes} probabilities; convert it without ZipMap`,
    )
  return async (values) => {
    const found = await session.run(
      { [input.name]: new Tensor('float32', values, [1, features]) },
      [output.name],
    )
    const answer = Float32Array.from(found[output.name]?.data as Float32Array)
    return { answer, handedOver: [answer.buffer] }
  }
}

/** A size that is not told may be anything: what comes is counted. */
function fits(shape: readonly (number | string)[], classes: number): boolean {
  const size = shape.at(-1)
  return typeof size !== 'number' || size <= 0 || size === classes
}

answerQuestions(load(workerData as ThreadStart))
