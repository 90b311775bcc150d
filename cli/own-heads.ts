import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from '../engine/core/errors.ts'
import { impuritiesOf } from '../engine/purity/impure-code.ts'
import { codeOf, importsOf } from '../engine/purity/source-code.ts'
import type { HeadEntry } from '../operators/heads/catalogue.ts'
import { modelHeadId } from '../operators/heads/model-head.ts'
import { type OwnHead, ownHead, ownHeadId } from '../operators/heads/own-head.ts'
import { headIds } from '../operators/trading/trading-settings.ts'

/** A file with a head in it, read and found pure. */
export interface OwnHeadFile {
  readonly path: string
  /** The file's own, without its ending: `my-head`. */
  readonly name: string
  /** First eight digits of the text's SHA-256: in every vote, so that no two versions are confused. */
  readonly version: string
}

/** The ids of all heads: the nine, that of a model, those of the files. Throws ConfigError where two have one name. */
export function headIdsWith(files: readonly string[], withModel = false): readonly string[] {
  if (files.length === 0 && !withModel) return headIds
  const ids = withModel ? [...headIds, modelHeadId] : [...headIds]
  for (const file of files) {
    const id = ownHeadId(nameOf(file))
    if (ids.includes(id)) throw new ConfigError(`heads: ${file}: there is a ${id} already`)
    ids.push(id)
  }
  return ids
}

/** The heads of a configuration's `heads`, from the folder of that configuration. */
export async function loadOwnHeads(
  files: readonly string[],
  folder = process.cwd(),
): Promise<readonly HeadEntry[]> {
  return Promise.all(
    files.map(async (file) => {
      const found = readOwnHead(file, folder)
      return ownHead(found.name, found.version, await importOwnHead(found))
    }),
  )
}

/** Throws ConfigError where there is no such file, or its code could answer differently another time. */
export function readOwnHead(file: string, folder = process.cwd()): OwnHeadFile {
  const path = resolve(folder, file)
  if (!existsSync(path)) throw new ConfigError(`heads: there is no file ${path}`)
  const text = readFileSync(path, 'utf8')
  const faults = ownHeadFaults(text)
  if (faults.length > 0)
    throw new ConfigError(
      `heads: ${path} is not pure, so that a replay would not be what was live: ${faults.join(', ')}`,
    )
  const version = createHash('sha256').update(text).digest('hex').slice(0, 8)
  return { path, name: nameOf(file), version }
}

/** `instance` makes it another module, which has seen nothing of what the others have. */
export async function importOwnHead({ path }: OwnHeadFile, instance = ''): Promise<OwnHead> {
  const query = instance === '' ? '' : `?instance=${instance}`
  const module = (await import(`${pathToFileURL(path).href}${query}`)) as {
    readonly vote?: unknown
  }
  if (typeof module.vote !== 'function')
    throw new ConfigError(`heads: ${path} must export a function named vote`)
  return module.vote as OwnHead
}

/** What in the text of a head would give another result another time, or another place. */
export function ownHeadFaults(text: string): string[] {
  const faults = impuritiesOf(text)
  for (const { from, names } of importsOf(text)) {
    // One file is what its version is taken of.
    if (from.startsWith('.') && !names.startsWith('type ')) faults.push(`code of ${from}`)
  }
  if (/^(?:export\s+)?(?:let|var)\b/m.test(codeOf(text))) faults.push('a variable between calls')
  return faults
}

function nameOf(file: string): string {
  const name = basename(file).replace(/\.(?:ts|mts|js|mjs)$/, '')
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
    throw new ConfigError(`heads: ${file}: the file must be named like my-head.ts`)
  return name
}
