import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { fetchWhole } from '../fetch-whole.ts'
import { missingForJava } from '../java.ts'

const run = promisify(execFile)
const pom = fileURLToPath(new URL('pom.xml', import.meta.url))
const cache = fileURLToPath(new URL('../../.cache/kafka/', import.meta.url))

/** What is missing on this machine to run a broker, or undefined. */
export function missingForBroker(): Promise<string | undefined> {
  return missingForJava(existsSync(jarsFolder()))
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
  await fetchWhole(folder, async (fresh) => {
    try {
      await run('mvn', [
        ...['-B', '-q', '-f', pom, 'dependency:copy-dependencies'],
        ...[`-DoutputDirectory=${fresh}`, '-DincludeScope=runtime'],
      ])
    } catch (error) {
      throw new Error(`Maven could not fetch Kafka's jars: ${(error as Error).message}`)
    }
  })
  return folder
}
