import WebSocket from 'ws'
import { elsewhere } from './rest-error.ts'

const patienceMs = 15_000

/** Why a server's streams bring nothing, or undefined where data came. A market may be quiet: its book hardly ever is. */
export function streamAnswers(url: string, symbol: string): Promise<string | undefined> {
  const name = symbol.toLowerCase()
  const streams = [`${name}@trade`, `${name}@kline_1m`, `${name}@bookTicker`]
  const socket = new WebSocket(`${url}/stream?streams=${streams.join('/')}`, {
    handshakeTimeout: patienceMs,
  })
  return new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(
      () => resolve(`nothing came within ${patienceMs / 1_000} s`),
      patienceMs,
    )
    const settle = (fault: string | undefined): void => {
      clearTimeout(timer)
      resolve(fault)
    }
    socket.on('message', () => settle(undefined))
    socket.on('unexpected-response', (_request, { statusCode }) =>
      settle(statusCode === 451 || statusCode === 403 ? elsewhere : `it answers ${statusCode}`),
    )
    socket.on('error', ({ message }) => settle(message))
  }).finally(() => socket.terminate())
}
