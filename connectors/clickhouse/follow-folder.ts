import { LmdbReader } from '../../engine/log/lmdb-reader.ts'
import type { Following, FollowOptions } from './following.ts'
import { Sink } from './sink.ts'
import { sinkDefaults } from './sink-defaults.ts'
import { everyPlace, sinkTables } from './tables.ts'

/** Writes the tables of a data folder's log. Throws TaskCorruptedError where they belong to another log. */
export async function followFolder(folder: string, options: FollowOptions): Promise<Following> {
  const reader = new LmdbReader({ folder, topics: sinkTables.map(({ topic }) => topic) })
  try {
    const places = everyPlace((topic) => reader.partitions(topic))
    const sink = await Sink.open({ ...sinkDefaults, ...options, reader, places })
    void sink.run()
    return {
      sync: () => sink.sync(),
      async stop() {
        await sink.stop()
        await reader.close()
      },
    }
  } catch (error) {
    await reader.close()
    throw error
  }
}
