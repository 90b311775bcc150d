import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { fetchWhole } from '../fetch-whole.ts'
import { missingForJava } from '../java.ts'

const run = promisify(execFile)

/** 3.3 wants Java 21, and sometimes leaves a request for an unknown path without an answer for ever. */
const version = '3.0.9'
const unpacked = fileURLToPath(
  new URL(`../../.cache/registry/apicurio-${version}/`, import.meta.url),
)

/** What is missing on this machine to run a schema registry, or undefined. */
export function missingForRegistry(): Promise<string | undefined> {
  return missingForJava(existsSync(unpacked))
}

/** The folder with Apicurio Registry as its makers packed it; fetched from Maven Central (109 MB) the first time. */
export async function registryArchive(say: (line: string) => void): Promise<string> {
  if (existsSync(unpacked)) return unpacked
  say('fetching Apicurio Registry from Maven Central (109 MB, once) …')
  await fetchWhole(unpacked, async (fresh) => {
    try {
      // Newer versions of the plugin ask for the parent's pom, which Maven Central does not have.
      const copy = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:copy'
      const artifact = `io.apicurio:apicurio-registry-app:${version}:tar.gz:all`
      await run('mvn', ['-B', '-q', copy, `-Dartifact=${artifact}`, `-DoutputDirectory=${fresh}`], {
        cwd: fresh,
      })
    } catch (error) {
      throw new Error(`Maven could not fetch Apicurio Registry: ${(error as Error).message}`)
    }
    const packed = join(fresh, `apicurio-registry-app-${version}-all.tar.gz`)
    await run('tar', ['-xzf', packed, '-C', fresh])
    rmSync(packed)
  })
  return unpacked
}

/** The program in the folder that `registryArchive` gave. */
export const registryJar = `apicurio-registry-app-${version}-runner.jar`
