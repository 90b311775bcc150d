import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { brokerSettings } from '../../deploy/kafka/broker-settings.ts'
import { brokerJars, missingForBroker } from '../../deploy/kafka/jars.ts'
import { compose, type Service } from './compose-project.ts'
import { faultOf, knownEnvironment } from './engine-commands.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const single = 'deploy/docker-compose.kafka.yml'
const cluster = 'deploy/docker-compose.kafka-cluster.yml'

const pinned = /^[\w./-]+:v?\d+\.\d+\.\d+(?:[.-][\w.-]+)?$/

describe('the compose files, as text', () => {
  const text = read(single) + read(cluster)
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, what = '']) => what.trim())

  test('every image has a whole version for a tag', () => {
    const images = found(/^\s*image: (.+)$/gm)
    expect(images.length).toBeGreaterThanOrEqual(8)
    expect(images.filter((image) => !pinned.test(image))).toEqual([])
  })

  test("the broker is of the version that the tests' is", () => {
    const [, version] = /<kafka\.version>([^<]+)</.exec(read('deploy/kafka/pom.xml')) ?? []
    const brokers = found(/^\s*image: (apache\/kafka:.+)$/gm)
    expect(new Set(brokers)).toEqual(new Set([`apache/kafka:${version}`]))
  })

  const lines = found(/^\s*command: \[(?!--)(.+)\]$/gm).map((list) =>
    list.replaceAll(', ', ' ').replaceAll('"', ''),
  )

  test('starts one ingest, everything else, and applies the topics before', () => {
    expect(new Set(lines)).toEqual(
      new Set([
        'topics apply',
        'start --log kafka --run ingest',
        'start --log kafka --run market,desk,sinks',
      ]),
    )
  })

  for (const line of lines) {
    test(`alphapulse takes the command line: ${line}`, async () => {
      expect(await faultOf(line)).toBeUndefined()
    })
  }

  test('sets only what the engine reads', () => {
    const names = new Set(found(/^\s*(?:environment: \{ )?(ALPHAPULSE_\w+):/gm))
    const known = knownEnvironment()
    expect([...names].filter((name) => !known.has(name))).toEqual([])
  })

  test('Prometheus asks the port on which the engine serves its metrics', () => {
    const [, port] = /ALPHAPULSE_METRICS_PORT: (\d+)/.exec(text) ?? []
    expect(read('deploy/prometheus/prometheus.yml')).toContain(`port: ${port}\n`)
  })
})

const { check, missing } = await compose()

describe.skipIf(check === undefined)(
  `the compose files, as docker compose reads them${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const project = (files: readonly string[]) => check?.(files.map((file) => join(root, file)))
    const cases = [
      { name: 'one broker', files: [single], nodes: 1 },
      { name: 'three brokers', files: [single, cluster], nodes: 3 },
    ]
    for (const { name, files, nodes } of cases) {
      describe(name, async () => {
        const services = (await project(files))?.services ?? {}
        const faulty = (isFaulty: (service: Service, name: string) => boolean) =>
          Object.entries(services)
            .filter(([name, service]) => isFaulty(service, name))
            .map(([name]) => name)

        test('has the parts it should have', () => {
          const brokers = Array.from({ length: nodes }, (_, n) => `kafka-${n + 1}`)
          const others = ['clickhouse', 'engine', 'grafana', 'ingest', 'kafka-ui']
          const rest = ['prometheus', 'registry', 'topics']
          expect(Object.keys(services).sort()).toEqual([...others, ...brokers, ...rest].sort())
          expect(services.ingest?.deploy?.replicas).toBe(1)
          expect(services.engine?.deploy?.replicas).toBe(2)
        })

        test('every image is pinned', () => {
          expect(faulty(({ image }) => !pinned.test(image))).toEqual([])
        })

        test('nothing runs as root or with more rights than others', () => {
          expect(faulty(({ user = '' }) => !/^[1-9]\d*:\d+$/.test(user))).toEqual([])
          expect(faulty(({ privileged }) => privileged === true)).toEqual([])
        })

        test('every service tells its health or waits for those that do', () => {
          const tells = ({ healthcheck }: Service) => healthcheck?.test !== undefined
          const waits = ({ depends_on: on = {} }: Service) =>
            Object.values(on).some(({ condition }) => condition !== 'service_started')
          expect(faulty((service) => !tells(service) && !waits(service))).toEqual([])
          for (const { depends_on: on = {} } of Object.values(services)) {
            for (const [name, { condition }] of Object.entries(on)) {
              const other = services[name] as Service
              if (condition === 'service_healthy') expect(tells(other), name).toBe(true)
            }
          }
        })

        test('every service comes back, has its limit of memory, and is published to this machine only', () => {
          expect(faulty(({ restart }) => restart === undefined || restart === 'no')).toEqual([])
          expect(faulty(({ deploy }) => !deploy?.resources?.limits?.memory)).toEqual([])
          const isOpen = ({ ports = [] }: Service) =>
            ports.some(({ host_ip: ip }) => ip !== '127.0.0.1')
          expect(faulty(isOpen)).toEqual([])
        })

        test('brokers are set as those that the tests use', () => {
          for (const [name, { environment = {} }] of Object.entries(services)) {
            if (!name.startsWith('kafka-') || name === 'kafka-ui') continue
            for (const [setting, value] of Object.entries(brokerSettings(nodes)))
              expect(environment[environmentOf(setting)], `${name}: ${setting}`).toBe(`${value}`)
          }
        })

        test('Kafka takes the settings', async () => {
          const missing = await missingForBroker()
          if (missing !== undefined) {
            console.warn(`Kafka's own check of its settings skipped: ${missing}`)
            return
          }
          const jars = await brokerJars((line) => console.log(line))
          for (const [name, { environment = {} }] of Object.entries(services)) {
            if (name.startsWith('kafka-') && name !== 'kafka-ui')
              expect(await formatted(jars, environment), name).toContain('Formatting')
          }
        }, 300_000)
      })
    }

    test('catches a service that is not there', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'alphapulse-compose-'))
      const file = join(folder, 'compose.yml')
      writeFileSync(file, 'services: { a: { image: "a:1", depends_on: [b] } }\n')
      await expect(check?.([file])).rejects.toThrow('undefined service')
      rmSync(folder, { recursive: true })
    })
  },
)

/** As the image turns them into properties: KAFKA_NODE_ID is node.id. */
function environmentOf(setting: string): string {
  return `KAFKA_${setting.toUpperCase().replaceAll('.', '_')}`
}

/** What Kafka says when it formats a folder by these settings, as the image does at its first start. */
async function formatted(
  jars: string,
  environment: { readonly [name: string]: string },
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'alphapulse-format-'))
  const file = join(folder, 'server.properties')
  const properties = Object.entries(environment)
    .filter(([name]) => /^KAFKA_(?!HEAP_OPTS|LOG_DIRS)/.test(name))
    .map(([name, value]) => `${name.slice(6).toLowerCase().replaceAll('_', '.')}=${value}`)
  writeFileSync(file, [...properties, `log.dirs=${join(folder, 'data')}`, ''].join('\n'))
  const { CLUSTER_ID: clusterId = '' } = environment
  const { stdout } = await run('java', [
    ...['-cp', join(jars, '*'), '-XX:TieredStopAtLevel=1', 'kafka.tools.StorageTool'],
    ...['format', '-t', clusterId, '-c', file],
  ])
  rmSync(folder, { recursive: true })
  return stdout
}

describe('the image of the engine', () => {
  const lines = read('deploy/Dockerfile').split('\n')
  const of = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))

  test('stands on a pinned Node, and does not run as root', () => {
    const bases = of('FROM').map((base) => base.split(' ')[0] as string)
    expect(bases.filter((base) => !pinned.test(base))).toEqual([])
    expect(of('USER').at(-1)).toBe('node')
  })

  test('copies what is there, and what its context holds', () => {
    const ignored = read('deploy/Dockerfile.dockerignore').split('\n')
    const copied = of('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1))
    for (const path of copied) {
      expect(existsSync(join(root, path)), path).toBe(true)
      expect(ignored).toContain(`!${path}`)
    }
  })

  test('asks for its health by a command that there is', async () => {
    const [, words = ''] = /^\s*CMD (\[.*"metrics".*\])$/m.exec(read('deploy/Dockerfile')) ?? []
    const [, , ...line] = JSON.parse(words) as string[]
    expect(await faultOf(line.join(' '))).toBeUndefined()
  })
})
