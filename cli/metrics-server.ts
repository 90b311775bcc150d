import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConfigError } from '../engine/core/errors.ts'
import type { Config } from './config.ts'

export interface MetricsServer {
  readonly url: string
  close(): Promise<void>
}

/** Serves `/metrics` for Prometheus where `metrics.port` says so; undefined where it says nothing. */
export async function serveMetrics(
  { metrics: { host, port } }: Config,
  text: () => Promise<string>,
): Promise<MetricsServer | undefined> {
  if (port === null) return undefined
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('only /metrics is here\n')
      return
    }
    text().then(
      (body) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(body),
      (error: Error) =>
        response.writeHead(500, { 'content-type': 'text/plain' }).end(`${error.message}\n`),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new ConfigError(`metrics.port ${port} on ${host}: ${error.message}`, {}, error)),
    )
    server.listen(port, host, resolve)
  })
  server.unref()
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://${host}:${bound}/metrics`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
