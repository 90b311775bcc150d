import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The system allows some more, differently much on each. */
const lengthMax = 99

/**
 * Where the engine that runs on a folder (an absolute path) listens. Unix sockets have short names: a
 * long folder gets its socket in the system's folder for such things, or, where that is long too, in `/tmp`.
 */
export function socketPath(folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  const elsewhere = `alphapulse-${name}.sock`
  const paths = [join(folder, 'engine.sock'), join(tmpdir(), elsewhere)]
  return paths.find(({ length }) => length <= lengthMax) ?? join('/tmp', elsewhere)
}
