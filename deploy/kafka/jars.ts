import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const pom = fileURLToPath(new URL('pom.xml', import.meta.url))
const cache = fileURLToPath(new URL('../../.cache/kafka/', import.meta.url))

/** What is missing on this machine to run a broker, or undefined. */
export async function missingForBroker(): Promise<string | undefined> {
  const java = await versionOf('java', ['-version'])
  if (java === undefined) return 'no Java'
  const major = Number(/version "(\d+)/.exec(java)?.[1])
  if (!(major >= 17)) return `no Java 17 or newer (found ${major})`
  if (existsSync(jarsFolder())) return undefined
  return (await versionOf('mvn', ['-version'])) === undefined ? 'no Maven' : undefined
}

async function versionOf(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await run(command, args)
    return stdout + stderr
  } catch {
    // Not to be found, or broken: for us the same.
    return undefined
  }
}

function jarsFolder(): string {
  const version = /<kafka\.version>([^<]+)</.exec(readFileSync(pom, 'utf8'))?.[1]
  return join(cache, `jars-${version}`)
}

/** The folder with the broker's jars; fetched from Maven Central (54 MB) the first time. */
export async function brokerJars(say: (line: string) => void): Promise<string> {
  const folder = jarsFolder()
  if (existsSync(folder)) return folder
  say('fetching the jars of Apache Kafka from Maven Central (54 MB, once) …')
  mkdirSync(cache, { recursive: true })
  const fresh = mkdtempSync(join(cache, 'fetching-'))
  try {
    await run('mvn', [
      ...['-B', '-q', '-f', pom, 'dependency:copy-dependencies'],
      ...[`-DoutputDirectory=${fresh}`, '-DincludeScope=runtime'],
    ])
    // Whole or not at all; where another process was faster, its jars are as good.
    if (existsSync(folder)) rmSync(fresh, { recursive: true })
    else renameSync(fresh, folder)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error(`Maven could not fetch Kafka's jars: ${(error as Error).message}`)
  }
  return folder
}
