import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError } from '../../engine/core/errors.ts'
import { assertFiles, assertModel, graphFile, graphOf } from './model-folder.ts'
import type { ModelSpec } from './model-spec.ts'

/** Whether a folder holds a model that is whole and was built. */
export async function isPlaced(folder: string, spec: ModelSpec): Promise<boolean> {
  try {
    await assertModel(folder, spec)
    return true
  } catch (error) {
    if (error instanceof ConfigError) return false
    throw error
  }
}

/**
 * Puts a model into its folder: `fetch` brings its files into an empty folder, they are checked, and the graph is
 * built beside them. The folder appears whole or not at all; a model that is broken there makes way.
 */
export async function placeModel(
  folder: string,
  spec: ModelSpec,
  fetch: (into: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const making = await mkdtemp(`${folder}.partial-`)
  try {
    await fetch(making)
    await assertFiles(making, spec)
    await writeFile(join(making, graphFile), await graphOf(making, spec))
    // Another process may have been quicker, and may be reading it.
    if (await isPlaced(folder, spec)) return
    await rm(folder, { recursive: true, force: true })
    await rename(making, folder)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

/** From a folder that has the model's files, as a clone of its repository does. */
export function fromFolder(source: string, spec: ModelSpec) {
  return async (into: string): Promise<void> => {
    // Before 90 MB are copied.
    await assertFiles(source, spec)
    for (const file of Object.keys(spec.files)) await copyFile(join(source, file), join(into, file))
  }
}
