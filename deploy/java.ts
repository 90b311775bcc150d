import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What is missing on this machine to run what Maven fetches, or undefined. */
export async function missingForJava(isFetched: boolean): Promise<string | undefined> {
  const java = await versionOf('java')
  if (java === undefined) return 'no Java'
  const major = Number(/version "(\d+)/.exec(java)?.[1])
  if (!(major >= 17)) return `no Java 17 or newer (found ${major})`
  if (isFetched) return undefined
  return (await versionOf('mvn')) === undefined ? 'no Maven' : undefined
}

async function versionOf(command: string): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await run(command, ['-version'])
    return stdout + stderr
  } catch {
    // Not to be found, or broken: for us the same.
    return undefined
  }
}
