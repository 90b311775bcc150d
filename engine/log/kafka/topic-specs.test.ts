import { describe, expect, test } from 'vitest'
import type { SubTopology } from '../../core/sub-topology.ts'
import type { Retention, Topic } from '../../core/topic.ts'
import { topicSpecs, trims } from './topic-specs.ts'

const topic = (
  name: string,
  partitioning: 'key' | 'global',
  retention: Retention,
): Topic<unknown> => ({
  name,
  schema: 'string',
  partitioning,
  retention,
  digested: false,
})
const subTopology = (id: string, partitioning: 'key' | 'global'): SubTopology => ({
  id,
  partitioning,
  inputs: [],
  feedback: [],
  pipelines: [],
  merge: 'stream',
  timerRank: 0,
})
const topology = {
  topics: [
    topic('ticks', 'key', { ms: 1_000 }),
    topic('passing', 'key', 'none'),
    topic('signals', 'global', 'forever'),
  ],
  subTopologies: [subTopology('market', 'key'), subTopology('desk', 'global')],
}
const options = { topology, partitions: 4, app: 'app', trim: true }
const setting = (name: string) =>
  topicSpecs(options).map((spec) => [spec.name, spec.settings[name]] as const)

describe('the topics of a topology on a cluster', () => {
  test('are those that are kept, and watermarks and changelogs with a partition per task', () => {
    expect(topicSpecs(options).map(({ name, partitions }) => [name, partitions])).toEqual([
      ['app.ticks', 4],
      ['app.signals', 1],
      ['app._watermarks.market', 4],
      ['app._changelog.market', 4],
      ['app._watermarks.desk', 1],
      ['app._changelog.desk', 1],
      ['app._changelog.ingest', 1],
      ['app._changelog.sinks', 4],
      ['app._schema-ids', 1],
      ['app._identity', 1],
      ['app._commands', 1],
    ])
  })

  test('have no prefix where there is none', () => {
    expect(topicSpecs({ ...options, app: '' })[0]?.name).toBe('ticks')
  })

  test('are kept as long as declared; what a task keeps is compacted', () => {
    expect(setting('retention.ms').slice(0, 3)).toEqual([
      ['app.ticks', '1000'],
      ['app.signals', '-1'],
      ['app._watermarks.market', '-1'],
    ])
    expect(setting('cleanup.policy').slice(1, 4)).toEqual([
      ['app.signals', 'delete'],
      ['app._watermarks.market', 'compact'],
      ['app._changelog.market', 'compact'],
    ])
  })

  test('are never trimmed where the source clock is not the computer’s, but for what bears the computer’s', () => {
    const trimmed = topicSpecs({ ...options, trim: false }).filter(
      (spec) => spec.settings['retention.ms'] !== '-1',
    )
    expect(trimmed.map(({ name }) => name)).toEqual(['app._commands'])
  })

  test('take records of any time', () => {
    for (const { settings } of topicSpecs(options)) {
      expect(settings).toMatchObject({
        'message.timestamp.type': 'CreateTime',
        'message.timestamp.before.max.ms': '9223372036854775807',
        'message.timestamp.after.max.ms': '9223372036854775807',
      })
    }
  })
})

test('topics are trimmed by age but under the prefixes of replays and simulations', () => {
  const auto = ['', 'prod', 'replays', 'my.replay', 'replay', 'replay.may', 'sim', 'sim.1']
  expect(auto.filter((app) => trims(app, 'auto'))).toEqual(['', 'prod', 'replays', 'my.replay'])
  expect(trims('replay.may', 'on')).toBe(true)
  expect(trims('prod', 'off')).toBe(false)
})
