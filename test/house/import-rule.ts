import { posix } from 'node:path'
import { importsOf } from '../../engine/purity/source-code.ts'
import { isForTests, type SourceFile } from './source-files.ts'

/** The table of the house: arrows point up only. */
const mayImport: { readonly [folder: string]: readonly string[] } = {
  schemas: [],
  engine: [],
  operators: ['engine', 'schemas'],
  pipelines: ['engine', 'operators', 'schemas'],
  connectors: ['engine', 'schemas'],
  research: ['schemas', 'engine', 'operators', 'pipelines', 'connectors'],
  server: ['schemas', 'engine', 'operators', 'pipelines', 'connectors', 'research'],
  dashboard: [],
  // People copy an example out of here.
  examples: [],
  cli: ['schemas', 'engine', 'operators', 'pipelines', 'connectors', 'research', 'server'],
}

/** Packages that live in one place only. */
const placeOf: { readonly [packageName: string]: RegExp } = {
  kafkajs: /^engine\/log\/kafka\/|^examples\//,
  '@confluentinc/schemaregistry': /^engine\/log\/kafka\//,
  chdb: /^connectors\/clickhouse\//,
  '@clickhouse/client': /^connectors\/clickhouse\//,
  lmdb: /^engine\/log\//,
  avsc: /^engine\/log\/|^schemas\/|^examples\//,
  commander: /^cli\//,
  'onnxruntime-node': /^connectors\/(?:minilm|classifier|onnx)\//,
  '@huggingface/tokenizers': /^connectors\/minilm\//,
}

const onlyForTests = new Set(['vitest', 'fast-check'])

export function importFaults({ path, text }: SourceFile): string[] {
  const [folder = ''] = path.split('/')
  return importsOf(text).flatMap(({ from }) => {
    const fault = from.startsWith('.')
      ? folderFault(folder, posix.join(posix.dirname(path), from))
      : packageFault(path, from)
    return fault === undefined ? [] : [`${path} imports '${from}': ${fault}`]
  })
}

function folderFault(folder: string, target: string): string | undefined {
  const allowed = mayImport[folder]
  const [other = '', inside] = target.split('/')
  // What is not in the table (bench, test) may look at everything, and everything at the root's files.
  if (inside === undefined) return undefined
  if (allowed === undefined || other === folder || allowed.includes(other)) return undefined
  return `${folder}/ may import ${allowed.length === 0 ? 'nothing of the project' : allowed.join(', ')}`
}

function packageFault(path: string, from: string): string | undefined {
  const name = from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')
  const place = placeOf[name]
  if (place !== undefined && !place.test(path) && !isForTests(path) && !path.startsWith('bench/'))
    return `${name} is used in ${place.source} only`
  if (onlyForTests.has(name) && !isForTests(path) && path !== 'vitest.config.ts')
    return `${name} is for tests`
  return undefined
}
