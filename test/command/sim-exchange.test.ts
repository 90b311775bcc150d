import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alphapulse, newFolder } from './run-command.ts'

const program = fileURLToPath(new URL('../../cli/alphapulse.mjs', import.meta.url))

let cwd: string
beforeAll(() => {
  cwd = newFolder()
})
afterAll(() => rmSync(cwd, { recursive: true }))

test('sim-exchange says where it is when it is ready, answers, and ends when it is told to', async () => {
  const flags = ['--port', '0', '--history-days', '1', '--symbols', 'BTC/USDT', '--speed', '10']
  const child = spawn(process.execPath, [program, 'sim-exchange', ...flags], { cwd })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let out = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      out += String(data)
      const ready = /^ready (\S+)$/m.exec(out)?.[1]
      if (ready !== undefined) resolve(ready)
    })
    child.once('exit', () => reject(new Error(`it ended early: ${out}`)))
  })
  const response = await fetch(`${url}/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=24`)
  expect(await response.json()).toHaveLength(24)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
}, 60_000)

test('simulate runs a scenario twice alike, and refuses one that there is not', async () => {
  const flags = ['--days', '2', '--symbols', 'BTCUSDT,ETHUSDT', '--json']
  const [one, other] = [
    await alphapulse(cwd, 'simulate', 'regime-switches', ...flags),
    await alphapulse(cwd, 'simulate', 'regime-switches', ...flags),
  ]
  expect(one.code, one.err).toBe(0)
  const told = JSON.parse(one.out) as { readonly digests: object; readonly candles: number }
  expect(told.candles).toBeGreaterThan(2 * 2 * 1_440)
  expect(JSON.parse(other.out)).toMatchObject({ digests: told.digests })
  const refused = await alphapulse(cwd, 'simulate', 'no-such-thing')
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('flash-crash')
}, 120_000)
