import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const checker = fileURLToPath(new URL('../../deploy/compose/', import.meta.url))
const built = fileURLToPath(new URL('../../.cache/compose/', import.meta.url))

export interface Service {
  readonly image: string
  readonly user?: string
  readonly command: readonly string[] | null
  readonly environment?: { readonly [name: string]: string }
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean }
  readonly depends_on?: { readonly [service: string]: { readonly condition: string } }
  readonly restart?: string
  readonly deploy?: {
    readonly replicas?: number
    readonly resources?: { readonly limits?: { readonly memory?: string } }
  }
  readonly privileged?: boolean
  readonly ports?: readonly { readonly host_ip?: string }[]
}

export interface Project {
  readonly services: { readonly [name: string]: Service }
}

export type Compose =
  | { readonly check: (files: readonly string[]) => Promise<Project>; readonly missing?: never }
  | { readonly check?: never; readonly missing: string }

/** Compose files as `docker compose` itself understands them; needs Go, but no Docker. */
export async function compose(): Promise<Compose> {
  const missing = await whatIsMissing()
  if (missing !== undefined) {
    console.warn(`Compose files are checked as text only: ${missing}`)
    return { missing }
  }
  mkdirSync(built, { recursive: true })
  const program = join(built, 'check')
  await run('go', ['build', '-o', program, '.'], { cwd: checker, env: environment() })
  return {
    check: async (files) => {
      const { stdout } = await run(program, [...files], { maxBuffer: 1 << 24 })
      return JSON.parse(stdout) as Project
    },
  }
}

async function whatIsMissing(): Promise<string | undefined> {
  try {
    await run('go', ['version'])
  } catch {
    return 'no Go'
  }
  try {
    await run('go', ['mod', 'download'], { cwd: checker, env: environment() })
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    return `Go could not fetch compose-go: ${stderr?.trim().split('\n').at(-1)}`
  }
  return undefined
}

/** An older Go says so, and fetches no newer one by itself. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, GOTOOLCHAIN: 'local' }
}
