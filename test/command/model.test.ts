import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SimilarStates } from '../../cli/similar-states.ts'
import { miniLm } from '../../connectors/minilm/model-spec.ts'
import { realModel } from '../model/real-model.ts'
import { alphapulse, newFolder, writeKlines } from './run-command.ts'

const { folder = '', missing } = await realModel()
const models = (cwd: string): string => join(cwd, 'data', 'models')

describe('the model command, of a folder of its own', () => {
  let cwd: string
  beforeAll(() => {
    cwd = newFolder()
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  test('says that there is no model, and how to get one', async () => {
    const { code, out } = await alphapulse(cwd, 'model', 'show')
    expect(code).toBe(0)
    expect(out).toContain('state        not here: there is no')
    expect(out).toContain('alphapulse model pull')
  })

  test('refuses a folder with other files, and leaves nothing behind', async () => {
    mkdirSync(join(cwd, 'wrong'))
    writeFileSync(join(cwd, 'wrong', 'model.safetensors'), 'something else')
    const { code, err } = await alphapulse(cwd, 'model', 'pull', '--from', 'wrong')
    expect(code).toBe(1)
    expect(err).toMatch(/its sha256 was [0-9a-f]{64}, that of the model is 53aa51172d142c89/)
    expect(readdirSync(models(cwd))).toEqual([])
  })

  test('refuses two places at once', async () => {
    const { code, err } = await alphapulse(cwd, 'model', 'pull', '--from', 'wrong', '--hub')
    expect(code).toBe(1)
    expect(err).toContain('--from and --hub: the files come from one of them')
  })

  test('without it, nothing that would encode begins', async () => {
    writeFileSync(join(cwd, 'alphapulse.config.json'), '{"memory": {"encoder": "minilm"}}')
    const data = writeKlines(cwd)
    const { code, err } = await alphapulse(cwd, 'replay', '--data', data, '--data-dir', 'folder')
    expect(code).toBe(1)
    expect(err).toContain('memory.encoder is minilm, but there is no')
    expect(err).toContain('`alphapulse model pull` brings the model')
    expect(existsSync(join(cwd, 'folder'))).toBe(false)
    const topology = await alphapulse(cwd, 'topology')
    expect(topology.out).toContain('store     market.encoded-memory.v1')
  })
})

describe.skipIf(missing !== undefined)(
  `a history with MiniLM${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let cwd: string
    let data: string
    const replay = (dataDir: string) =>
      alphapulse(cwd, 'replay', '--data', data, '--data-dir', dataDir, '--json')
    const configure = (encoder: string): void =>
      writeFileSync(
        join(cwd, 'alphapulse.config.json'),
        JSON.stringify({ max_signal_age_hours: 6, memory: { encoder } }),
      )
    beforeAll(async () => {
      cwd = newFolder()
      data = writeKlines(cwd)
      const pulled = await alphapulse(cwd, 'model', 'pull', '--from', folder)
      expect(pulled.code, pulled.err).toBe(0)
      configure('minilm')
      const replayed = await replay('folder')
      expect(replayed.code, replayed.err).toBe(0)
    })
    afterAll(() => rmSync(cwd, { recursive: true }))

    test('is pulled once: a second time there is nothing to do', async () => {
      const { code, out } = await alphapulse(cwd, 'model', 'pull', '--from', 'nowhere')
      expect(code).toBe(0)
      expect(out).toContain('nothing was left to do')
      expect((await alphapulse(cwd, 'model', 'show')).out).toContain('state        whole')
      expect(readdirSync(models(cwd))).toEqual([miniLm.name])
    })

    test('tells similar states by the encoder that made them', async () => {
      const at = ['--at', '2025-05-05T20:00Z', '--symbol', 'BTCUSDT', '--mode', 'semantic']
      const { code, out, err } = await alphapulse(
        cwd,
        ...['memory', 'similar', '--data-dir', 'folder', '--json', ...at],
      )
      expect(code, err).toBe(0)
      const found = JSON.parse(out) as SimilarStates
      expect(found.of.encoder).toBe('minilm-1')
      expect(found.similar).toHaveLength(20)
      // Words mean something to it: all these texts are of one kind.
      expect(found.similar.at(-1)?.distance).toBeLessThan(0.3)
    })

    test('is the same history again', async () => {
      const digestsOf = async (dataDir: string): Promise<string> =>
        JSON.stringify(JSON.parse((await replay(dataDir)).out).digests)
      expect(await digestsOf('again')).toBe(await digestsOf('folder'))
    })

    test('is not continued by another encoder, and continues none', async () => {
      configure('built-in-1')
      const other = await replay('folder')
      expect(other.code).toBe(1)
      expect(other.err).toContain('memoryEncoder')
      expect((await replay('built-in')).code).toBe(0)
      configure('minilm')
      const back = await replay('built-in')
      expect(back.code).toBe(1)
      expect(back.err).toContain('memoryEncoder')
    })
  },
)
