import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError } from '../../core/errors.ts'
import { SchemaRegistry } from './registry.ts'
import type { RegistryConnection } from './registry-address.ts'
import { FakeRegistry, type Misbehaviour } from './testing/fake-registry.ts'
import { failureOf, quick, trades } from './testing/registry-fixtures.ts'

let fake: FakeRegistry
const open: SchemaRegistry[] = []

beforeEach(async () => {
  fake = await FakeRegistry.start()
})
afterEach(async () => {
  for (const registry of open.splice(0)) registry.close()
  await fake.stop()
})

async function connect(more: Partial<RegistryConnection>): Promise<SchemaRegistry> {
  const connection = { url: fake.url, ...quick, ...more }
  const registry = await SchemaRegistry.connect(connection, [trades], 'test.')
  open.push(registry)
  return registry
}

describe('credentials', () => {
  const secret = 's3cr€t/p:w'
  const user = 'somebody'
  const withSecret = (url: string) => url.replace('//', `//${user}:${encodeURIComponent(secret)}@`)
  const does = (what: Misbehaviour): void => {
    fake.misbehave = () => what
  }
  const expectNoSecret = (error: unknown): void => {
    const shown = [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error)]
    const words = [secret, encodeURIComponent(secret), user]
    for (const word of [...words, Buffer.from(`${user}:${secret}`).toString('base64')])
      for (const text of shown) expect(text).not.toContain(word)
  }

  test('of the URL, or beside it, reach the registry', async () => {
    await connect({ url: withSecret(fake.url) })
    await connect({ auth: { user, password: secret } })
    const expected = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
    expect(new Set(fake.asked.map(({ authorization }) => authorization))).toEqual(
      new Set([expected]),
    )
  })

  const ways: readonly [string, () => void][] = [
    ['hangs', () => does('hang')],
    ['ends the connection', () => does('cut')],
    ['refuses them', () => does({ status: 401, body: 'no' })],
    ['fails', () => does({ status: 500, body: 'oh' })],
    [
      'repeats them',
      () =>
        does({
          status: 422,
          body: JSON.stringify({ error_code: 42201, message: `no ${secret} here` }),
          headers: { 'content-type': 'application/json' },
        }),
    ],
    ['sends us elsewhere', () => does({ status: 302, headers: { location: 'http://x/' } })],
  ]
  for (const [what, misbehave] of ways) {
    test(`are in no error when the registry ${what}, at the start or later`, async () => {
      const registry = await connect({ url: withSecret(fake.url) })
      misbehave()
      expectNoSecret(await failureOf(registry.load(trades, 5)))
      expectNoSecret(await failureOf(connect({ url: withSecret(fake.url) })))
    })
  }

  test('are in no error when nobody listens, or the URL is no URL', async () => {
    const { url } = fake
    await fake.stop()
    expectNoSecret(await failureOf(connect({ url: withSecret(url) })))
    fake = await FakeRegistry.start()
    for (const broken of ['', 'ftp:', 'http://:'])
      expectNoSecret(await failureOf(connect({ url: `${broken}${secret}@x` })))
    const query = await failureOf(connect({ url: `${withSecret(url)}/x?token=${secret}` }))
    expectNoSecret(query)
    expect(query.message).toContain('has something behind its path')
  })

  test('go over TLS only where TLS was asked for', async () => {
    const error = await failureOf(connect({ tls: true }))
    expect(error.message).toContain('which is not https')
    const refused = await failureOf(connect({ url: fake.url.replace('http', 'https'), tls: true }))
    expect(refused).toBeInstanceOf(ConfigError)
  })
})
