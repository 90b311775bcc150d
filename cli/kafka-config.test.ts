import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MemoryLog } from '../engine/log/memory.ts'
import { recordsOf } from '../engine/log/records-of.ts'
import { topics } from '../schemas/topics.ts'
import { openingsOf } from './assembly.ts'
import { loadConfig } from './config.ts'
import { kafkaConnection } from './kafka-config.ts'

/** A folder without a config file. */
const fromEnvironment = (environment: NodeJS.ProcessEnv) => loadConfig({}, environment, tmpdir())

const login = {
  ALPHAPULSE_KAFKA_BROKERS: 'one:9092, two.example.com:9093',
  ALPHAPULSE_KAFKA_SASL_MECHANISM: 'scram-sha-512',
  ALPHAPULSE_KAFKA_SASL_USERNAME: '4711',
  ALPHAPULSE_KAFKA_SASL_PASSWORD: '0815',
}

describe('how to reach a cluster', () => {
  test('comes from the environment; a password of digits stays as it is', async () => {
    const { kafka } = await fromEnvironment(login)
    expect(kafkaConnection(kafka)).toEqual({
      brokers: ['one:9092', 'two.example.com:9093'],
      sasl: { mechanism: 'scram-sha-512', username: '4711', password: '0815' },
    })
  })

  test('has no secrets in the log: neither brokers nor login become a record', async () => {
    const config = await fromEnvironment({
      ...login,
      ALPHAPULSE_KAFKA_SASL_PASSWORD: 'hush-hush',
      ALPHAPULSE_CLICKHOUSE_PASSWORD: 'hush-too',
    })
    const log = new MemoryLog({ topics: [topics.control], partitions: 1, run: 'test' })
    const told = JSON.stringify(openingsOf(config, recordsOf(log, topics.control)))
    expect(told).toContain('partitions')
    for (const secret of ['hush', '4711', 'two.example.com', 'kafka']) {
      expect(told).not.toContain(secret)
    }
  })

  test('takes certificates from files, and says which cannot be read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alphapulse-tls-'))
    const ca = join(folder, 'ca.pem')
    writeFileSync(ca, 'authority')
    const of = async (more: NodeJS.ProcessEnv) =>
      kafkaConnection(
        (
          await fromEnvironment({
            ALPHAPULSE_KAFKA_BROKERS: 'one:9092',
            ALPHAPULSE_KAFKA_TLS_ENABLED: 'true',
            ...more,
          })
        ).kafka,
      )
    expect(await of({})).toMatchObject({ tls: true })
    expect(await of({ ALPHAPULSE_KAFKA_TLS_CA: ca })).toMatchObject({
      tls: { ca: Buffer.from('authority') },
    })
    await expect(of({ ALPHAPULSE_KAFKA_TLS_CA: join(folder, 'none.pem') })).rejects.toThrow(
      /^kafka\.tls\.ca: ENOENT/,
    )
    rmSync(folder, { recursive: true })
  })

  test('must be said', async () => {
    const { kafka } = await fromEnvironment({})
    expect(() => kafkaConnection(kafka)).toThrow('kafka.brokers is empty')
  })

  test('drops a dot at the end of the prefix', async () => {
    const { kafka } = await fromEnvironment({ ALPHAPULSE_KAFKA_PREFIX: 'replay.may.' })
    expect(kafka.prefix).toBe('replay.may')
  })
})

test('all faults of the cluster’s settings are told together, and no secret with them', async () => {
  const secret = 'hush-hush'
  const loading = fromEnvironment({
    ALPHAPULSE_KAFKA_BROKERS: `one:9092,me:${secret}@two:9092`,
    ALPHAPULSE_KAFKA_PREFIX: 'a b',
    ALPHAPULSE_KAFKA_TLS_CERT: 'cert.pem',
    ALPHAPULSE_KAFKA_SASL_PASSWORD: secret,
  })
  const error = await loading.then(
    () => undefined,
    (reason: Error) => reason,
  )
  expect(error?.message.split('\n')).toEqual([
    'the configuration has 5 faults:',
    '  kafka.brokers.1 (environment ALPHAPULSE_KAFKA_BROKERS): each broker must be host:port',
    '  kafka.prefix (environment ALPHAPULSE_KAFKA_PREFIX): it must be of letters, digits, - and _, in parts with dots',
    '  kafka.tls.cert (environment ALPHAPULSE_KAFKA_TLS_CERT): is set, but kafka.tls.enabled is not',
    '  kafka.tls.key (config file): must be set beside kafka.tls.cert',
    '  kafka.sasl.password (environment ALPHAPULSE_KAFKA_SASL_PASSWORD): is set, but kafka.sasl.mechanism is not',
  ])
  expect(JSON.stringify(error)).not.toContain(secret)
})
