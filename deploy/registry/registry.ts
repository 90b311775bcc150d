import { fileURLToPath } from 'node:url'
import { runCommand } from '../commands.ts'
import { missingForRegistry, registryArchive } from './archive.ts'
import { RegistryServer, registryServes } from './registry-server.ts'

// npm run registry:up | registry:down | registry:status
await runCommand({
  name: 'registry',
  defaultFolder: fileURLToPath(new URL('../../.cache/registry/running/', import.meta.url)),
  leaves: /^server\.log$/,
  async start(folder, nodes) {
    if (nodes !== 1) throw new Error(`there is one schema registry, not ${nodes}`)
    const missing = await missingForRegistry()
    if (missing !== undefined)
      throw new Error(`a schema registry cannot be started here: ${missing}`)
    const archive = await registryArchive((line) => console.log(line))
    const { url, pid } = await RegistryServer.start({ folder, archive, detached: true })
    return { addresses: [url], pids: [pid] }
  },
  serves: registryServes,
})
