import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Checkpoints } from '../../engine/log/kafka/checkpoints.ts'
import { encodeState } from '../../engine/state/codec.ts'
import { chainTopology } from '../replay/chain.ts'
import { ChainOnKafka } from './chain-on-kafka.ts'

/**
 * A process that takes task 0 of the market, commits, has its checkpoint on the disk, and is killed in the midst of its
 * next commit: its records are with the broker, and it has not yet said that they hold.
 */
const [brokers = '', app = '', folder = ''] = process.argv.slice(2)
const chain = new ChainOnKafka(brokers.split(','), chainTopology(), 1, app)
const link = await chain.link()
const everyCommit = { folder, everyMs: 0, everyBytes: 0 }
const checkpoints = new Checkpoints(everyCommit, (text) => console.log(text))
const log = await link.takeOver('market', 0, { checkpoints })
const change = (key: string, value: string) => ({
  store: 'market.s.v1',
  key,
  slot: '',
  bytes: encodeState([value]),
})
await log.commit({ changes: [change('a', 'committed')], position: 'committed' })
const path = join(folder, 'checkpoints', `${app}.market`, '0.checkpoint')
while (!existsSync(path)) await sleep(5)
const position = {
  // Read when it is encoded, which is behind the sending of what was appended.
  get at(): string {
    process.kill(process.pid, 'SIGKILL')
    return 'never'
  },
}
await log.commit({ changes: [change('a', 'never')], position })
