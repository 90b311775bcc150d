import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Digests } from '../replay/chain.ts'
import type { ChainOnKafka } from './chain-on-kafka.ts'
import { pythonWith } from './python.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export const librdkafka = () =>
  pythonWith(here('../../examples/signals-bot-python/requirements.txt'))

/** The digests of an application's topics, read back by a client that shares no code with us. */
export async function digestsByLibrdkafka(python: string, chain: ChainOnKafka): Promise<Digests> {
  const names = new Map(chain.digested.map((topic) => [chain.names.topic(topic), topic.name]))
  const script = here('digest-by-librdkafka.py')
  const brokers = ['--brokers', chain.brokers.join()]
  const { stdout } = await promisify(execFile)(python, [script, ...brokers, ...names.keys()])
  const found = JSON.parse(stdout) as Digests
  return Object.fromEntries(
    Object.entries(found).map(([name, digest]) => [names.get(name) ?? name, digest]),
  )
}
