import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingForRegistry, registryArchive } from '../../deploy/registry/archive.ts'
import { RegistryServer } from '../../deploy/registry/registry-server.ts'

const missing = await missingForRegistry()

if (missing !== undefined) {
  if (process.env.CI) throw new Error(`the registry suite cannot be left out in CI: ${missing}`)
  console.warn(`Schema registry suite skipped: ${missing}`)
}

/** Whether a schema registry can run here; where not, its tests say why in their names. */
export const haveRegistry = missing === undefined
export const whyNotRegistry = haveRegistry ? '' : ` (Schema registry suite skipped: ${missing})`

/** A schema registry for one test file, that can be away for a while. */
export class TestRegistry {
  private readonly folder = mkdtempSync(join(tmpdir(), 'alphapulse-registry-'))
  private server: RegistryServer | undefined
  private port: number | undefined

  static async start(): Promise<TestRegistry> {
    const registry = new TestRegistry()
    await registry.startAgain()
    return registry
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/apis/ccompat/v7`
  }

  async kill(): Promise<void> {
    await this.server?.kill()
    this.server = undefined
  }

  /** At its old place; it has forgotten everything. */
  async startAgain(): Promise<void> {
    const archive = await registryArchive((line) => console.log(line))
    const place = this.port === undefined ? {} : { port: this.port }
    const options = { folder: this.folder, archive, detached: false, ...place }
    this.server = await RegistryServer.start(options)
    this.port = this.server.port
  }

  async stop(): Promise<void> {
    await this.server?.stop()
    rmSync(this.folder, { recursive: true })
  }
}
