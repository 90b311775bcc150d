import { WebSocket } from 'ws'
import {
  type SimExchangeServer,
  type SimExchangeServerOptions,
  startSimExchange,
} from '../sim-exchange-server.ts'
import { calm } from './run-market.ts'

export const serverLiveMs = Date.UTC(2026, 0, 10)

/** A small exchange of two symbols with six hours of history, on a port of its own. */
export function startSmallExchange(
  options: Partial<Omit<SimExchangeServerOptions, 'exchange'>> & {
    readonly exchange?: Partial<SimExchangeServerOptions['exchange']>
  } = {},
): Promise<SimExchangeServer> {
  return startSimExchange({
    port: 0,
    speed: 20,
    ...options,
    exchange: {
      seed: 1,
      symbols: ['BTCUSDT', 'ETHUSDT'],
      liveMs: serverLiveMs,
      historyDays: 0.25,
      scenario: calm,
      ...options.exchange,
    },
  })
}

export interface Listener {
  readonly socket: WebSocket
  /** All that came, parsed. */
  readonly messages: readonly { readonly [name: string]: unknown }[]
  /** The code with which it ended; undefined while it is open. */
  readonly closeCode: () => number | undefined
  until(isEnough: () => boolean, withinMs?: number): Promise<void>
}

/** A client that writes down what it hears. */
export async function listen(url: string): Promise<Listener> {
  const socket = new WebSocket(url)
  const messages: { readonly [name: string]: unknown }[] = []
  let closeCode: number | undefined
  socket.on('message', (data) => messages.push(JSON.parse(String(data))))
  socket.on('close', (code) => {
    closeCode = code
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  return {
    socket,
    messages,
    closeCode: () => closeCode,
    async until(isEnough, withinMs = 8_000) {
      const endMs = performance.now() + withinMs
      while (!isEnough()) {
        if (performance.now() > endMs) throw new Error(`waited ${withinMs} ms in vain`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
  }
}

export async function answerOf(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init)
  const body = (await response.json()) as unknown
  return { status: response.status, headers: response.headers, body }
}
