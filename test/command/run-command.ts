import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../cli/alphapulse.mjs', import.meta.url))

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `alphapulse` as a person would, in a folder of its own. */
export function alphapulse(cwd: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd, maxBuffer: 1 << 26 },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
      },
    )
  })
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'alphapulse-command-'))
}

/** Two days of one-minute klines of a random walk; the file's name tells the symbol. */
export function writeKlines(folder: string, name = 'binance_usdm_BTCUSDT_1m_2025-05.csv'): string {
  let seed = 7
  const next = (): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  let price = 50_000
  const lines = ['open_time_ms,open,high,low,close,volume']
  for (let minute = 0; minute < 2 * 1_440; minute++) {
    const open = price
    const close = open * (1 + (next() - 0.5) / 500)
    const high = Math.max(open, close) * (1 + next() / 2_000)
    const low = Math.min(open, close) * (1 - next() / 2_000)
    const row = [open, high, low, close, 1 + 9 * next()].map((value) => value.toFixed(2))
    lines.push([Date.UTC(2025, 4, 4) + minute * 60_000, ...row].join(','))
    price = Number(row[3])
  }
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}
