import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fromHub } from './from-hub.ts'
import { tokenizerFile, weightsFile } from './model-spec.ts'
import { isPlaced, placeModel } from './place-model.ts'
import { newFolder, tinyFiles } from './testing/tiny-model.ts'

const { spec, bytes } = tinyFiles()

describe('a model from a hub', () => {
  let home: ReturnType<typeof newFolder>
  let server: Server
  let served: { [file: string]: Uint8Array }
  let hub: string
  let placed: string
  beforeEach(async () => {
    home = newFolder()
    placed = join(home.folder, 'placed')
    served = { ...bytes }
    server = createServer((request, response) => {
      const content = served[request.url?.slice('/model/'.length) ?? '']
      response.statusCode = content === undefined ? 404 : 200
      response.end(content)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model`
  })
  afterEach(async () => {
    server.close()
    server.closeAllConnections()
    home.remove()
  })

  test('is whole', async () => {
    await placeModel(placed, spec, fromHub(spec, hub))
    expect(await isPlaced(placed, spec)).toBe(true)
  })

  test('is refused where the hub has other bytes by now', async () => {
    served[weightsFile] = Buffer.from('others')
    await expect(placeModel(placed, spec, fromHub(spec, hub))).rejects.toThrow(
      `that of the model is ${spec.files[weightsFile]}`,
    )
    expect(existsSync(placed)).toBe(false)
  })

  test('is named with what the hub answers, and with why it does not', async () => {
    delete served[tokenizerFile]
    await expect(placeModel(placed, spec, fromHub(spec, hub))).rejects.toThrow(
      `${hub}/${tokenizerFile} answered 404`,
    )
    const nobody = fromHub(spec, 'http://127.0.0.1:1/model')
    await expect(placeModel(placed, spec, nobody)).rejects.toThrow(
      `http://127.0.0.1:1/model/${weightsFile} cannot be read: `,
    )
  })
})
