import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from '../engine/core/errors.ts'
import type { KafkaConnection } from '../engine/log/kafka/client.ts'
import type { RegistryConnection } from '../engine/log/kafka/registry-address.ts'
import { listed } from './comma-list.ts'

const path = z.string().min(1).nullable().default(null)

/** What is wrong is not repeated: it may hold a password. */
const brokers = z
  .preprocess(
    listed,
    z.array(z.string().regex(/^[\w.-]+:\d{1,5}$/, 'each broker must be host:port')),
  )
  .default([])
  .describe('host:port of some brokers of a cluster, with commas between them')

/** Letters that a topic's name may have; a dot at the end would be doubled. */
const prefix = z
  .string()
  .regex(
    /^(?:[\w-]+(?:\.[\w-]+)*\.?)?$/,
    'it must be of letters, digits, - and _, in parts with dots',
  )
  .max(150)
  .transform((text) => text.replace(/\.$/, ''))
  .default('')
  .describe('First part of the name of each topic, group and transactional id; empty: none')

const tls = z
  .strictObject({
    enabled: z.boolean().default(false).describe('Whether connections are encrypted'),
    ca: path.describe("File with the authority's certificates; empty: those of the system"),
    cert: path.describe('File with our certificate, where brokers ask for one'),
    key: path.describe('File with the key of our certificate'),
  })
  .superRefine(refuseHalfTls)
  .prefault({})

const sasl = z
  .strictObject({
    mechanism: z
      .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
      .nullable()
      .default(null)
      .describe(
        'plain (only with TLS: the password travels as it is), scram-sha-256 or scram-sha-512; empty: none',
      ),
    username: z.string().default('').describe('Of that login'),
    password: z.string().default('').describe('Of that user; never printed or logged'),
  })
  .superRefine(refuseHalfSasl)
  .prefault({})

const registry = z
  .strictObject({
    url: z
      .string()
      .nullable()
      .default(null)
      .describe(
        'Base URL of a Confluent schema registry; that of Apicurio ends in /apis/ccompat/v7. Needed with `--log kafka`',
      ),
    username: z.string().default('').describe('Of its basic authentication; empty: none'),
    password: z.string().default('').describe('Of that user; never printed or logged'),
  })
  .prefault({})

/** `kafka`: how to reach a cluster, and how topics are made there. */
export const kafkaSchema = z
  .strictObject({
    brokers,
    prefix,
    replication: z
      .number()
      .int()
      .min(1)
      .max(9)
      .nullable()
      .default(null)
      .describe('Copies of each topic that is created; empty: 1 with one broker, else 3'),
    retention: z
      .enum(['auto', 'on', 'off'])
      .default('auto')
      .describe('Whether topics are trimmed by age; auto: not under the prefixes replay and sim'),
    tls,
    sasl,
    registry,
  })
  .prefault({})

export type KafkaConfig = z.infer<typeof kafkaSchema>

/** How the engine reaches the cluster. Throws ConfigError where no broker is named or a file cannot be read. */
export function kafkaConnection({ brokers, tls, sasl }: KafkaConfig): KafkaConnection {
  if (brokers.length === 0)
    throw new ConfigError(
      'kafka.brokers is empty: name some brokers as host:port, there or in ALPHAPULSE_KAFKA_BROKERS',
    )
  const { mechanism, username, password } = sasl
  return {
    brokers,
    ...(tls.enabled ? { tls: tlsFiles(tls) } : {}),
    ...(mechanism === null ? {} : { sasl: { mechanism, username, password } }),
  }
}

/** How the engine reaches the schema registry. Throws ConfigError where none is named. */
export function registryConnection({ registry }: KafkaConfig): RegistryConnection {
  const { url, username, password } = registry
  if (url === null)
    throw new ConfigError(
      'kafka.registry.url is empty: name a Confluent schema registry, there or in ALPHAPULSE_KAFKA_REGISTRY_URL (`npm run registry:up` starts one to try things on)',
    )
  return { url, ...(username === '' ? {} : { auth: { user: username, password } }) }
}

function tlsFiles(files: KafkaConfig['tls']): NonNullable<KafkaConnection['tls']> {
  const options: { [name: string]: Buffer } = {}
  for (const name of ['ca', 'cert', 'key'] as const) {
    const path = files[name]
    if (path === null) continue
    try {
      options[name] = readFileSync(path)
    } catch (error) {
      throw new ConfigError(`kafka.tls.${name}: ${(error as Error).message}`, {}, error)
    }
  }
  return Object.keys(options).length === 0 ? true : options
}

function refuseHalfTls(
  {
    enabled,
    ...files
  }: { enabled: boolean; ca: string | null; cert: string | null; key: string | null },
  context: z.RefinementCtx,
): void {
  const fault = (name: string, message: string): void =>
    context.addIssue({ code: 'custom', path: [name], message })
  for (const [name, file] of Object.entries(files)) {
    if (!enabled && file !== null) fault(name, 'is set, but kafka.tls.enabled is not')
  }
  if (files.cert !== null && files.key === null) fault('key', 'must be set beside kafka.tls.cert')
  if (files.key !== null && files.cert === null) fault('cert', 'must be set beside kafka.tls.key')
}

function refuseHalfSasl(
  { mechanism, ...login }: { mechanism: string | null; username: string; password: string },
  context: z.RefinementCtx,
): void {
  for (const [name, text] of Object.entries(login)) {
    const message =
      mechanism === null
        ? 'is set, but kafka.sasl.mechanism is not'
        : `must be set for ${mechanism}`
    if ((mechanism === null) === (text !== ''))
      context.addIssue({ code: 'custom', path: [name], message })
  }
}
