/** Makes one data folder after another in a folder of its own: `create-folders.ts ROOT COUNT`. Run as a process. */
import { setTimeout as sleep } from 'node:timers/promises'
import { numberTopic } from '../../testing/listed-source.ts'
import { LmdbLog } from '../lmdb.ts'

const [root = '', count = '0'] = process.argv.slice(2)
const logs: LmdbLog[] = []
for (let at = 0; at < Number(count); at++) {
  const folder = `${root}/${at}`
  const topics = [numberTopic('numbers')]
  logs.push(new LmdbLog({ folder, topics, partitions: 2, identity: {}, durability: 'process' }))
  await sleep(5)
}
// A reader that comes last must find the writer still there.
await sleep(2_000)
for (const log of logs) await log.close()
