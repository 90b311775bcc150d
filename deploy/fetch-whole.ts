import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Fills a folder whole or not at all, however many processes try at once. */
export async function fetchWhole(
  folder: string,
  fill: (fresh: string) => Promise<void>,
): Promise<void> {
  if (existsSync(folder)) return
  mkdirSync(dirname(folder), { recursive: true })
  const fresh = mkdtempSync(join(dirname(folder), 'fetching-'))
  try {
    await fill(fresh)
    // Where another process was faster, what it fetched is as good.
    if (existsSync(folder)) rmSync(fresh, { recursive: true })
    else renameSync(fresh, folder)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw error
  }
}
