/**
 * Stands in for a ClickHouse server: HTTP in front of chDB, so the same engine answers and the client
 * is the real one. As much of the protocol as our client uses. Run by `fork`; says its port by IPC.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Session } from 'chdb'

const [folder = '', port = '0'] = process.argv.slice(2)
const session = new Session(folder)
let tail: Promise<unknown> = Promise.resolve()

async function answer(url: URL, body: string): Promise<Buffer> {
  const { searchParams } = url
  const query = searchParams.get('query')
  const sql = query === null ? body : `${query}\n${body}`
  const database = searchParams.get('database') ?? 'default'
  await session.queryAsync(`USE \`${database}\``)
  for (const [name, value] of searchParams)
    if (name.startsWith('param_')) await session.queryAsync(`SET ${name} = '${value}'`)
  const format = searchParams.get('default_format') ?? 'TabSeparated'
  return Buffer.from((await session.queryAsync(sql, { format })).bytes())
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://double')
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    // One at a time: the session's database and parameters belong to one question.
    tail = tail
      .then(() => answer(url, Buffer.concat(parts).toString()))
      .then(
        (bytes) => response.end(bytes),
        (error: Error) => {
          const at = error.message.indexOf('Code:')
          const code = /Code: (\d+)/.exec(error.message)?.[1] ?? '1000'
          response.writeHead(500, { 'X-ClickHouse-Exception-Code': code })
          response.end(
            at < 0 ? `Code: ${code}. DB::Exception: ${error.message}` : error.message.slice(at),
          )
        },
      )
  })
})
server.listen(Number(port), '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
)
process.on('disconnect', () => process.exit(0))
