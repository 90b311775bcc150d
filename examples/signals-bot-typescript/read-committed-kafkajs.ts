import { createRequire } from 'node:module'

/**
 * kafkajs reads committed records only by default, but 2.2.4 (its last release) hands out records of an
 * aborted transaction all the same where two of them overlap: the broker tells aborted transactions in
 * the order in which they ended, kafkajs takes them as ordered by their beginning. And any record whose
 * key is four zero bytes counts as an abort marker. This puts a right filter in the place of that one.
 */
interface Fetched {
  readonly messages: readonly {
    readonly offset: string
    readonly isControlRecord: boolean
    readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean }
  }[]
  readonly abortedTransactions?: readonly {
    readonly producerId: string
    readonly firstOffset: string
  }[]
}

function withoutAborted({ messages, abortedTransactions }: Fetched): Fetched['messages'] {
  const waiting = [...(abortedTransactions ?? [])]
  waiting.sort((a, b) => (BigInt(a.firstOffset) < BigInt(b.firstOffset) ? -1 : 1))
  const open = new Set<string>()
  return messages.filter(({ offset, isControlRecord, batchContext }) => {
    while (waiting[0] !== undefined && BigInt(waiting[0].firstOffset) <= BigInt(offset))
      open.add((waiting.shift() as { producerId: string }).producerId)
    // The end of its producer's transaction; the next aborted one has an entry of its own.
    if (isControlRecord) open.delete(batchContext.producerId)
    return !(batchContext.inTransaction && open.has(batchContext.producerId))
  })
}

const require = createRequire(import.meta.url)
const { version } = require('kafkajs/package.json') as { version: string }
if (version !== '2.2.4') throw new Error(`kafkajs is ${version}: is its filter still as in 2.2.4?`)
const filter = require.resolve('kafkajs/src/consumer/filterAbortedMessages')
require(filter)
;(require.cache[filter] as NodeJS.Module).exports = withoutAborted

export const { Kafka, logLevel } = require('kafkajs') as typeof import('kafkajs')
