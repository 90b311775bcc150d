import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { KafkaMetrics } from '../../engine/log/kafka/kafka-metrics.ts'

const run = promisify(execFile)
const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url))
const prometheus = join(deploy, 'prometheus')

interface Panel {
  readonly id: number
  readonly title: string
  readonly datasource: { readonly uid: string }
  readonly targets: readonly { readonly expr: string; readonly datasource: { uid: string } }[]
}

const dashboards = readdirSync(join(deploy, 'grafana/dashboards')).map((file) => ({
  file,
  panels: (
    JSON.parse(readFileSync(join(deploy, 'grafana/dashboards', file), 'utf8')) as {
      readonly panels: readonly Panel[]
    }
  ).panels,
}))
const panels = dashboards.flatMap((dashboard) => dashboard.panels)
const shown = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
const alerts = [
  ...readFileSync(join(prometheus, 'rules.yml'), 'utf8').matchAll(/^\s*expr: (.+)$/gm),
].map(([, expr = '']) => expr)

const promtool = await run('promtool', ['--version']).then(
  () => true,
  () => false,
)
if (!promtool) console.warn("Prometheus's own check of rules and queries skipped: no promtool")

/** Metrics of ours that a query names. */
function named(queries: readonly string[]): string[] {
  const names = queries.flatMap((query) => query.match(/\balphapulse_\w+/g) ?? [])
  return [...new Set(names)].sort()
}

test('alerts and dashboards ask for metrics that the engine has, and the dashboards show each of them', async () => {
  const metrics = await new KafkaMetrics().registry.getMetricsAsJSON()
  const plain = (name: string) => name.replace(/_(?:bucket|sum|count)$/, '')
  const there = metrics.map(({ name }) => name).sort()
  expect(named(shown).map(plain)).toEqual(there)
  expect(there).toEqual(expect.arrayContaining(named(alerts).map(plain)))
})

test('dashboards ask the data source that is set up, and number their panels', () => {
  const source = readFileSync(join(deploy, 'grafana/provisioning/datasources/prometheus.yml'))
  const [, uid] = /^\s*uid: (\S+)$/m.exec(source.toString()) ?? []
  for (const { datasource, targets } of panels)
    expect([datasource, ...targets.map((target) => target.datasource)]).toEqual(
      Array.from({ length: targets.length + 1 }, () => expect.objectContaining({ uid })),
    )
  for (const { panels } of dashboards)
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
})

describe.skipIf(!promtool)(
  `Prometheus itself takes${promtool ? '' : ' (skipped: no promtool)'}`,
  () => {
    test('its configuration', async () => {
      await run('promtool', ['check', 'config', join(prometheus, 'prometheus.yml')])
    })

    test('the alerts, which fire when they should and at no other time', async () => {
      await run('promtool', ['test', 'rules', join(prometheus, 'rules.test.yml')])
    })

    test('the queries of the dashboards', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'alphapulse-queries-'))
      const rules = shown.map((query, n) => ({
        record: `panel:${n}`,
        expr: query.replace(/\$__(?:rate_interval|range)/g, '1m'),
      }))
      const file = join(folder, 'rules.json')
      // JSON is YAML.
      writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboards', rules }] }))
      await run('promtool', ['check', 'rules', file])
      writeFileSync(file, readFileSync(file, 'utf8').replace('sum(', 'sum(('))
      await expect(run('promtool', ['check', 'rules', file])).rejects.toThrow()
      rmSync(folder, { recursive: true })
    })
  },
)
