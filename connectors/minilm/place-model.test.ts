import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { assertModel, graphFile } from './model-folder.ts'
import { tokenizerFile, weightsFile } from './model-spec.ts'
import { fromFolder, isPlaced, placeModel } from './place-model.ts'
import { tinyTensors } from './testing/tiny-encoder.ts'
import { newFolder, tinyFiles, writeFiles } from './testing/tiny-model.ts'

const files = tinyFiles()
const { spec } = files

describe('placing a model', () => {
  let home: ReturnType<typeof newFolder>
  let source: string
  let models: string
  let placed: string
  beforeEach(() => {
    home = newFolder()
    source = join(home.folder, 'source')
    models = join(home.folder, 'models')
    placed = join(models, spec.name)
    writeFiles(source, files)
  })
  afterEach(() => home.remove())
  const place = (): Promise<void> => placeModel(placed, spec, fromFolder(source, spec))

  test('copies its files and builds its graph beside them', async () => {
    await place()
    expect(readdirSync(placed).sort()).toEqual([graphFile, weightsFile, tokenizerFile])
    expect(readFileSync(join(placed, weightsFile))).toEqual(readFileSync(join(source, weightsFile)))
    expect(await isPlaced(placed, spec)).toBe(true)
    expect(readdirSync(models)).toEqual([spec.name])
  })

  test('leaves nothing behind where the files are others, and names both hashes', async () => {
    const other = tinyFiles(tinyTensors(2))
    writeFiles(source, other)
    await expect(place()).rejects.toThrow(
      `its sha256 was ${other.spec.files[weightsFile]}, that of the model is ${spec.files[weightsFile]}`,
    )
    expect(readdirSync(models)).toEqual([])
  })

  test('leaves nothing behind where fetching breaks off, and what was there stays', async () => {
    await place()
    const { ino } = statSync(join(placed, weightsFile))
    const broken = placeModel(placed, spec, async (into) => {
      writeFileSync(join(into, weightsFile), 'half')
      throw new Error('the line went dead')
    })
    await expect(broken).rejects.toThrow('the line went dead')
    expect(readdirSync(models)).toEqual([spec.name])
    expect(statSync(join(placed, weightsFile)).ino).toBe(ino)
  })

  test('names the file that a folder does not have', async () => {
    const elsewhere = fromFolder(join(home.folder, 'nothing'), spec)
    await expect(placeModel(placed, spec, elsewhere)).rejects.toThrow(
      `nothing has no ${weightsFile}`,
    )
  })

  test('leaves a model alone that another process has placed meanwhile', async () => {
    let other = 0
    await placeModel(placed, spec, async (into) => {
      await place()
      other = statSync(join(placed, weightsFile)).ino
      await fromFolder(source, spec)(into)
    })
    expect(statSync(join(placed, weightsFile)).ino).toBe(other)
    expect(readdirSync(models)).toEqual([spec.name])
  })

  test('puts a whole model where a broken one was', async () => {
    await place()
    writeFileSync(join(placed, graphFile), 'broken')
    await expect(assertModel(placed, spec)).rejects.toThrow('is not what is built from the weights')
    await place()
    expect(await isPlaced(placed, spec)).toBe(true)
  })

  test('refuses weights that are not those of an encoder, although their hash is as it should be', async () => {
    const other = tinyFiles(new Map([...tinyTensors()].slice(3)))
    writeFiles(source, other)
    const placing = placeModel(placed, other.spec, fromFolder(source, other.spec))
    await expect(placing).rejects.toThrow("the weights have no 'embeddings.word_embeddings.weight'")
    expect(existsSync(placed)).toBe(false)
  })
})

test('a folder that is not there is said to be so', async () => {
  expect(await isPlaced('nowhere', spec)).toBe(false)
  await expect(assertModel('nowhere', spec)).rejects.toThrow('there is no nowhere')
})
