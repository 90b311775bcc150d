import { type MessagePort, parentPort } from 'node:worker_threads'
import type { Asked, FromThread } from './answering-thread.ts'

/** Answers one question; an answer's buffers may be handed over instead of copied. */
export type Answerer<Question, Answer> = (question: Question) => Promise<{
  readonly answer: Answer
  readonly handedOver?: readonly ArrayBuffer[]
}>

/**
 * The other end of an `AnsweringThread`. Each question asks again how loading went: none is left without an answer.
 */
export function answerQuestions<Question, Answer>(
  loading: Promise<Answerer<Question, Answer>>,
): void {
  if (parentPort === null) throw new Error('this runs as a thread only')
  const port: MessagePort = parentPort
  loading.catch(() => undefined)
  port.on('message', ({ id, question }: Asked<Question>) => {
    loading
      .then((answer) => answer(question))
      .then(
        ({ answer, handedOver = [] }) =>
          port.postMessage({ id, answer } satisfies FromThread<Answer>, [...handedOver]),
        (error: unknown) =>
          port.postMessage({
            id,
            failure: (error as Error).message,
          } satisfies FromThread<Answer>),
      )
  })
}
