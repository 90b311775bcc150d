import { describe, expect, test } from 'vitest'
import { importFaults } from './import-rule.ts'
import { sourceFiles } from './source-files.ts'

test('imports point up the table of the house, and packages stay in their places', () => {
  const files = sourceFiles()
  expect(files.length).toBeGreaterThan(200)
  expect(files.flatMap(importFaults)).toEqual([])
})

describe('the import rule catches', () => {
  const caught: readonly [string, string, string][] = [
    [
      'engine/core/x.ts',
      "import { topics } from '../../schemas/topics.ts'",
      'nothing of the project',
    ],
    [
      'engine/core/x.test.ts',
      "import type { A } from '../../operators/a.ts'",
      'nothing of the project',
    ],
    ['schemas/x.ts', "import { a } from '../engine/core/a.ts'", 'nothing of the project'],
    ['operators/heads/x.ts', "import { a } from '../../pipelines/a.ts'", 'engine, schemas'],
    ['operators/heads/x.ts', "export { a } from '../../connectors/a.ts'", 'engine, schemas'],
    ['pipelines/x.ts', "import * as a from '../connectors/a.ts'", 'engine, operators, schemas'],
    ['connectors/files/x.ts', "import { a } from '../../operators/a.ts'", 'engine, schemas'],
    ['connectors/files/x.ts', "await import('../../pipelines/a.ts')", 'engine, schemas'],
    ['dashboard/x.ts', "import '../engine/core/a.ts'", 'nothing of the project'],
    [
      'examples/x/bot.ts',
      "import { topics } from '../../schemas/topics.ts'",
      'nothing of the project',
    ],
    ['engine/log/lmdb.ts', "import { Kafka } from 'kafkajs'", 'kafkajs is used in'],
    [
      'engine/log/lmdb.ts',
      "await import('@confluentinc/schemaregistry/dist/schemaregistry-client.js')",
      '@confluentinc/schemaregistry is used in',
    ],
    ['operators/x.ts', 'import { query } from "chdb"', 'chdb is used in'],
    ['engine/core/x.ts', "import { open } from 'lmdb'", 'lmdb is used in'],
    ['cli/x.ts', "await import('onnxruntime-node')", 'onnxruntime-node is used in'],
    ['engine/core/x.ts', "import fc from 'fast-check'", 'fast-check is for tests'],
    ['engine/core/x.ts', "import {\n  a,\n  b,\n} from '../../cli/a.ts'", 'nothing of the project'],
  ]
  for (const [path, text, fault] of caught) {
    test(`${JSON.stringify(text)} in ${path}`, () => {
      expect(importFaults({ path, text })).toEqual([expect.stringContaining(fault)])
    })
  }
})

describe('the import rule lets pass', () => {
  const fine: readonly [string, string][] = [
    ['engine/core/x.ts', "import { a } from '../log/a.ts'"],
    ['operators/heads/x.ts', "import { a } from '../../engine/core/a.ts'"],
    ['cli/x.ts', "import { a } from '../server/a.ts'"],
    ['bench/x.ts', "import { a } from '../cli/a.ts'"],
    ['test/x.ts', "import { a } from '../research/a.ts'"],
    ['engine/log/kafka/x.ts', "import { Kafka } from 'kafkajs'"],
    ['examples/x/bot.ts', "import { Kafka } from 'kafkajs'"],
    ['engine/core/x.test.ts', "import fc from 'fast-check'"],
    ['engine/core/x.ts', "// import { a } from '../../cli/a.ts'"],
    ['engine/core/x.ts', 'const text = "import { a } from \'../../cli/a.ts\'" as const'],
  ]
  for (const [path, text] of fine) {
    test(`${JSON.stringify(text)} in ${path}`, () => {
      expect(importFaults({ path, text })).toEqual([])
    })
  }
})
