import { existsSync } from 'node:fs'
import { socketPath } from '../../cli/socket-path.ts'
import { ingestWriter } from '../../engine/core/ingest.ts'
import { LmdbLog } from '../../engine/log/lmdb.ts'

/** How far the source clock of a data folder has come, as committed, while another process writes to it. */
export class CommittedClock {
  private readonly folder: string
  private log: LmdbLog | undefined

  constructor(folder: string) {
    this.folder = folder
  }

  /** −Infinity before the first commit. */
  readMs(): number {
    this.log ??= this.open()
    const position = this.log?.restore(ingestWriter)?.position as { clockMs?: number } | undefined
    return position?.clockMs ?? Number.NEGATIVE_INFINITY
  }

  async close(): Promise<void> {
    await this.log?.close()
    this.log = undefined
  }

  private open(): LmdbLog | undefined {
    // The socket is made behind the log's tables: LMDB is not to be opened while it is being created.
    if (!existsSync(socketPath(this.folder))) return undefined
    try {
      return new LmdbLog({
        folder: this.folder,
        topics: [],
        partitions: 1,
        identity: {},
        durability: 'process',
        readOnly: true,
      })
    } catch {
      // The file is there, but the process has not yet made its tables: ask again.
      return undefined
    }
  }
}
