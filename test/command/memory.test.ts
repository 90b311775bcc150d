import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FoundClusters } from '../../cli/memory-clusters.ts'
import type { LikeStrategies } from '../../cli/memory-strategies.ts'
import type { SimilarStates } from '../../cli/similar-states.ts'
import { alphapulse, type Ended, newFolder, writeKlines } from './run-command.ts'

const hourMs = 3_600_000

describe('the memory command', () => {
  let cwd: string
  const similar = (...args: readonly string[]): Promise<Ended> =>
    alphapulse(cwd, 'memory', 'similar', '--data-dir', 'folder', '--symbol', 'BTC/USDT', ...args)
  const told = async (...args: readonly string[]): Promise<SimilarStates> => {
    const ended = await similar('--json', ...args)
    expect(ended.code, ended.err).toBe(0)
    return JSON.parse(ended.out) as SimilarStates
  }
  beforeAll(async () => {
    cwd = newFolder()
    // Six hours, so that states join within the two days.
    writeFileSync(join(cwd, 'alphapulse.config.json'), '{"max_signal_age_hours": 6}')
    const data = writeKlines(cwd)
    const replayed = await alphapulse(cwd, 'replay', '--data', data, '--data-dir', 'folder')
    expect(replayed.code, replayed.err).toBe(0)
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  test('tells the nearest states whose time had passed, nearest first', async () => {
    const atMs = Date.UTC(2025, 4, 5, 12, 30)
    const found = await told('--at', '2025-05-05T12:30Z', '--k', '5')
    expect(found.of.closeMs).toBe(Date.UTC(2025, 4, 5, 12))
    expect(found.of.encoder).toBe('built-in-1')
    expect(found.similar).toHaveLength(5)
    const distances = found.similar.map(({ distance }) => distance)
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
    for (const { closeMs } of found.similar) expect(closeMs).toBeLessThanOrEqual(atMs - 6 * hourMs)
    const nets = found.similar.map(({ longNetPct }) => longNetPct ?? Number.NaN)
    expect(found.long.cases).toBe(5)
    expect(found.long.wins).toBe(nets.filter((net) => net > 0).length)
    expect(found.long.worstNetPct).toBe(Math.min(...nets))
    expect(found.long).toMatchObject({ risk: null, tooFew: true })
  })

  test('what came later changes nothing of it', async () => {
    const early = await told('--at', '2025-05-05T06:00Z')
    // From fifteen hours with an ATR, six of them not yet passed.
    expect(early.states).toBe(30 - 14 - 6)
    expect((await told('--at', '2025-05-05T20:00Z')).states).toBe(44 - 14 - 6)
  })

  test('each mode measures its own part', async () => {
    const at = ['--at', '2025-05-05T20:00Z', '--k', '10']
    const [words, statistics] = [
      await told(...at, '--mode', 'semantic'),
      await told(...at, '--mode', 'statistical'),
    ].map(({ similar }) => similar.map(({ id }) => id))
    expect(words).not.toEqual(statistics)
  })

  test('says it to a person in plain lines', async () => {
    const { code, out } = await similar('--at', '2025-05-05T20:00')
    expect(code).toBe(0)
    const lines = out.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^BTCUSDT at 2025-05-05 20:00 UTC, [A-Z_]+: .+ regime, .+/)
    expect(lines[1]).toBe('nearest of 24 states whose time had passed, by hybrid distance')
    expect(lines.filter((line) => /^2025-05-0\d \d\d:00 +\d\.\d{3} /.test(line))).toHaveLength(20)
    for (const side of ['LONG', 'SHORT']) {
      const found = lines.find((line) => line.startsWith(`${side} `)) ?? ''
      expect(found).toMatch(/won \d+\.\d % \(n = 20, too few to judge; 95 % .* to .*\), mean/)
      expect(found).toContain('no opinion on the risk')
    }
  })

  test('tells in which regimes the neighbours were', async () => {
    const found = await told('--at', '2025-05-05T20:00Z', '--k', '10')
    const { out } = await similar('--at', '2025-05-05T20:00Z', '--k', '10')
    const count = found.regimes.reduce((sum, { states }) => sum + states, 0)
    expect(count).toBe(10)
    const [first] = found.regimes
    expect(out).toContain(`regime by its neighbours: ${first?.regime} ${first?.states} of 10`)
  })

  test('compares what sides and heads would have given at like states', async () => {
    const strategies = (...args: readonly string[]): Promise<Ended> =>
      alphapulse(
        cwd,
        'memory',
        'strategies',
        '--data-dir',
        'folder',
        '--symbol',
        'BTCUSDT',
        ...args,
      )
    const { out, err } = await strategies('--at', '2025-05-05T20:00Z', '--json')
    expect(err).toBe('')
    const { found, strategies: records } = JSON.parse(out) as LikeStrategies
    expect(found.similar).toHaveLength(24)
    const byName = new Map(records.map(({ strategy, summary }) => [strategy, summary]))
    expect(byName.get('LONG')).toMatchObject({ cases: 24, wins: found.long.wins })
    expect(byName.get('SHORT')?.meanNetPct).toBe(found.short.meanNetPct)
    expect(byName.get('HEAD_A')?.cases).toBeGreaterThan(5)
    const text = (await strategies('--at', '2025-05-05T20:00Z')).out
    expect(text).toMatch(/^LONG +24 +\d/m)
    expect(text).toMatch(/^A +\d/m)
  })

  test('groups past states, with what followed each kind', async () => {
    const clusters = (...args: readonly string[]): Promise<Ended> =>
      alphapulse(cwd, 'memory', 'clusters', '--data-dir', 'folder', '--symbol', 'BTCUSDT', ...args)
    const { out } = await clusters('--clusters', '3', '--json')
    const found = JSON.parse(out) as FoundClusters
    expect(found.clusters.reduce((sum, { states }) => sum + states, 0)).toBe(found.states)
    expect(found.clusters).toHaveLength(3)
    const text = (await clusters('--clusters', '3')).out
    expect(text).toContain(
      `BTCUSDT: ${found.states} states in 3 clusters (k-means, hybrid, encoder built-in-1)`,
    )
    for (const { name } of found.clusters) expect(text).toContain(name)
    const tooMany = await clusters('--clusters', '40')
    expect([tooMany.code, tooMany.err]).toEqual([
      1,
      expect.stringContaining('40 clusters need as many'),
    ])
  })

  test('refuses a time before all states, and one that is none', async () => {
    const before = await similar('--at', '2024-01-01')
    expect(before.code).toBe(1)
    expect(before.err).toContain('no market state of BTCUSDT is known at 2024-01-01 00:00')
    const none = await similar('--at', 'yesterday')
    expect(none.err).toContain('it must be a time')
  })
})
