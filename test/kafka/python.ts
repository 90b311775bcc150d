import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const cache = fileURLToPath(new URL('../../.cache/python/', import.meta.url))

export type Python =
  | { readonly path: string; readonly missing?: never }
  | { readonly missing: string; readonly path?: never }

/** An interpreter that has the packages of a requirements file, in an environment of their own; kept for the next run. */
export async function pythonWith(requirements: string): Promise<Python> {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const folder = join(cache, hash)
  const path = join(folder, 'bin', 'python')
  const whole = join(folder, 'whole')
  if (existsSync(whole)) return { path }
  const missing = await install(folder, requirements)
  if (missing === undefined) return { path }
  if (process.env.CI) throw new Error(`the Python example cannot be left out in CI: ${missing}`)
  console.warn(`Python example skipped: ${missing}`)
  return { missing }
}

async function install(folder: string, requirements: string): Promise<string | undefined> {
  // An environment knows its own path: it is made where it stays, and marked when it is whole.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  try {
    await run('python3', ['-m', 'venv', folder])
  } catch {
    return 'no Python 3 with venv'
  }
  const log = join(folder, 'pip.log')
  try {
    await run(join(folder, 'bin', 'python'), [
      ...['-m', 'pip', 'install', '--quiet', '--log', log],
      ...['-r', requirements],
    ])
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    return `pip could not install ${requirements}: ${stderr?.trim().split('\n').at(-1)}`
  }
  renameSync(log, join(folder, 'whole'))
  return undefined
}
