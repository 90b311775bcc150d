import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePorts } from '../../deploy/free-ports.ts'
import { Cluster } from '../../deploy/kafka/cluster.ts'
import { brokerJars } from '../../deploy/kafka/jars.ts'
import { alphapulse, type Ended, newFolder, writeKlines } from '../command/run-command.ts'
import { haveKafka, whyNotKafka } from './broker.ts'
import { haveRegistry, TestRegistry, whyNotRegistry } from './registry-server.ts'

const run = promisify(execFile)
const secret = 'not-to-be-told'
const given = process.env.ALPHAPULSE_KAFKA_BROKERS
const whose =
  given === undefined
    ? ''
    : ' (skipped: whom the brokers of ALPHAPULSE_KAFKA_BROKERS know is not ours to say)'

/** A key pair of the broker's own, in the form that Java takes, and its certificate as Node takes it. */
async function certificate(
  folder: string,
): Promise<{ readonly store: string; readonly ca: string }> {
  const store = join(folder, 'broker.p12')
  const ca = join(folder, 'ca.pem')
  const where = ['-keystore', store, '-storepass', secret, '-alias', 'broker']
  await run('keytool', [
    ...['-genkeypair', '-keyalg', 'EC', '-storetype', 'PKCS12', ...where],
    ...['-dname', 'CN=127.0.0.1', '-ext', 'san=ip:127.0.0.1', '-validity', '2'],
  ])
  await run('keytool', ['-exportcert', '-rfc', '-file', ca, ...where])
  return { store, ca }
}

describe.skipIf(!haveKafka || !haveRegistry || given !== undefined)(
  `a cluster that asks who you are${whyNotKafka}${whyNotRegistry}${whose}`,
  () => {
    let cluster: Cluster
    let registry: TestRegistry
    let folder: string
    let cwd: string
    let data: string
    let ca: string
    let broker: string
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'alphapulse-secure-'))
      const made = await certificate(folder)
      ca = made.ca
      const [port = 0] = await freePorts(1)
      broker = `127.0.0.1:${port}`
      const login = 'org.apache.kafka.common.security.'
      const listener = 'listener.name.secure'
      cluster = await Cluster.start({
        folder,
        jars: await brokerJars((line) => console.log(line)),
        nodes: 1,
        detached: false,
        secure: {
          port,
          scram: ['256', '512'].map((bits) => `SCRAM-SHA-${bits}=[name=scram,password=${secret}]`),
          settings: {
            [`${listener}.ssl.keystore.location`]: made.store,
            [`${listener}.ssl.keystore.password`]: secret,
            [`${listener}.ssl.keystore.type`]: 'PKCS12',
            [`${listener}.sasl.enabled.mechanisms`]: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
            [`${listener}.plain.sasl.jaas.config`]: `${login}plain.PlainLoginModule required user_plain="${secret}";`,
            ...Object.fromEntries(
              ['256', '512'].map((bits) => [
                `${listener}.scram-sha-${bits}.sasl.jaas.config`,
                `${login}scram.ScramLoginModule required;`,
              ]),
            ),
          },
        },
      })
      registry = await TestRegistry.start()
      cwd = newFolder()
      data = writeKlines(cwd)
    }, 300_000)
    afterAll(async () => {
      for (const name of [
        'TLS_ENABLED',
        'TLS_CA',
        'SASL_MECHANISM',
        'SASL_USERNAME',
        'SASL_PASSWORD',
      ])
        delete process.env[`ALPHAPULSE_KAFKA_${name}`]
      await registry.stop()
      await cluster.kill()
      rmSync(cwd, { recursive: true })
      rmSync(folder, { recursive: true })
    })

    const as = (
      mechanism: string,
      username: string,
      password: string,
      ...args: readonly string[]
    ): Promise<Ended> => {
      Object.assign(process.env, {
        ALPHAPULSE_KAFKA_BROKERS: broker,
        ALPHAPULSE_KAFKA_REGISTRY_URL: registry.url,
        ALPHAPULSE_KAFKA_TLS_ENABLED: 'true',
        ALPHAPULSE_KAFKA_TLS_CA: ca,
        ALPHAPULSE_KAFKA_SASL_MECHANISM: mechanism,
        ALPHAPULSE_KAFKA_SASL_USERNAME: username,
        ALPHAPULSE_KAFKA_SASL_PASSWORD: password,
      })
      return alphapulse(cwd, ...args)
    }

    test.each([
      ['plain', 'plain'],
      ['scram-sha-256', 'scram'],
    ])('is reached by TLS and %s', async (mechanism, user) => {
      const { code, out, err } = await as(mechanism, user, secret, 'topics', 'diff')
      expect(code, err).toBe(0)
      expect(out).toContain('create   ticks')
      expect(out + err).not.toContain(secret)
    })

    test('is reached by TLS and scram-sha-512, for everything that a replay does', async () => {
      const line = ['replay', '--log', 'kafka', '--json', '--data', data]
      const { code, out, err } = await as('scram-sha-512', 'scram', secret, ...line)
      expect(code, err).toBe(0)
      expect(JSON.parse(out)).toMatchObject({ finished: true })
      expect(out + err).not.toContain(secret)
    })

    test('a wrong password is refused in a sentence that does not hold it', async () => {
      const { code, out, err } = await as(
        'scram-sha-512',
        'scram',
        `${secret}-wrong`,
        'topics',
        'diff',
      )
      expect(code).toBe(1)
      expect(err).toContain(`the broker ${broker} cannot be used`)
      expect(out + err).not.toContain(secret)
    })

    test('one whose authority is not known is not believed', async () => {
      process.env.ALPHAPULSE_KAFKA_TLS_CA = ''
      const stranger = await alphapulse(cwd, 'topics', 'diff')
      expect(stranger.code).toBe(1)
      expect(stranger.err).toContain('self-signed certificate')
      expect(stranger.err).not.toContain(secret)
    })
  },
)
