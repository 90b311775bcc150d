import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../commands.ts'
import { Cluster } from './cluster.ts'
import { brokerJars, missingForBroker } from './jars.ts'

// npm run kafka:up [-- --nodes 3] | kafka:down | kafka:status
await runCommand({
  name: 'kafka',
  defaultFolder: fileURLToPath(new URL('../../.cache/kafka/cluster/', import.meta.url)),
  leaves: /^node-\d$/,
  async start(folder, nodes) {
    const missing = await missingForBroker()
    if (missing !== undefined) throw new Error(`a broker cannot be started here: ${missing}`)
    const jars = await brokerJars((line) => console.log(line))
    const { brokers, pids } = await Cluster.start({ folder, jars, nodes, detached: true })
    return { addresses: brokers, pids }
  },
  serves(broker) {
    const [host = '', port = ''] = broker.split(':')
    return new Promise((resolve) => {
      const socket = connect({ host, port: Number(port), timeout: 1_000 })
      const answer = (serves: boolean): void => {
        socket.destroy()
        resolve(serves)
      }
      socket.once('connect', () => answer(true))
      socket.once('timeout', () => answer(false))
      socket.once('error', () => answer(false))
    })
  },
})
