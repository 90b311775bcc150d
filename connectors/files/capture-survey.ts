import { lineBlocks } from './line-blocks.ts'
import { type TimeUnit, unitOfDigits } from './time-unit.ts'

/** What a raw capture is about, which no header tells. */
export interface CaptureFacts {
  readonly exchange: string
  /** False where the capture has only aggregated trades, which then stand in for them. */
  readonly plainTrades: boolean
  readonly unit: TimeUnit
  readonly receiveUnit: TimeUnit
}

const captureLine = /^(\d{9,19}) \{/

export function isCaptureLine(line: string): boolean {
  return captureLine.test(line)
}

/** Only a message's beginning is looked at: depth messages are long and most of a capture. */
const headBytes = 200

/**
 * Looks through a capture until it has seen what it needs, which is nearly always its first
 * block: a plain trade, and a message that only one of the two markets sends.
 */
export async function surveyCapture(path: string, gzip: boolean): Promise<CaptureFacts> {
  let exchange: string | null = null
  let plainTrades = false
  let unit: TimeUnit | null = null
  let receiveUnit: TimeUnit | null = null
  for await (const block of lineBlocks(path, gzip)) {
    for (const head of lineHeads(block)) {
      receiveUnit ??= unitOfDigits(captureLine.exec(head)?.[1]?.length ?? 0)
      exchange ??= exchangeOf(head)
      plainTrades ||= isPlainTrade(head)
      unit ??= unitOfDigits(/"E":(\d+)/.exec(head)?.[1]?.length ?? 0)
      if (plainTrades && exchange !== null && unit !== null) break
    }
    if (plainTrades && exchange !== null && unit !== null) break
  }
  return {
    exchange: exchange ?? 'binance',
    plainTrades,
    unit: unit ?? 'ms',
    receiveUnit: receiveUnit ?? 'ns',
  }
}

function* lineHeads(block: Buffer): Generator<string> {
  let start = 0
  while (start < block.length) {
    const newline = block.indexOf(10, start)
    const end = newline < 0 ? block.length : newline
    yield block.toString('latin1', start, Math.min(end, start + headBytes))
    start = end + 1
  }
}

export function isPlainTrade(head: string): boolean {
  return head.includes('"e":"trade"')
}

/** Fields that only one market sends; null where the message looks the same on both. */
function exchangeOf(head: string): string | null {
  if (isPlainTrade(head)) return head.includes('"X":') ? 'binance-usdm' : 'binance'
  if (head.includes('"e":"depthUpdate"')) {
    return /"T":\d/.test(head) ? 'binance-usdm' : 'binance'
  }
  if (head.includes('@bookTicker')) {
    return head.includes('"e":"bookTicker"') ? 'binance-usdm' : 'binance'
  }
  if (head.includes('"e":"aggTrade"')) return head.includes('"M":') ? 'binance' : 'binance-usdm'
  if (/"e":"(markPriceUpdate|forceOrder)"/.test(head)) return 'binance-usdm'
  return null
}
