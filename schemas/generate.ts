/**
 * Writes `contracts.generated.ts`: for every `.avsc` its self-contained Avro schema (shared types
 * inlined where first named, as a schema registry wants it) and its TypeScript type.
 * `--check` writes nothing and fails when the file is stale.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

type Json = string | { [name: string]: unknown } | readonly Json[]

const folder = dirname(fileURLToPath(import.meta.url))
const target = join(folder, 'contracts.generated.ts')

function readFolder(path: string): Map<string, { [name: string]: unknown }> {
  const found = new Map<string, { [name: string]: unknown }>()
  for (const file of readdirSync(path).sort()) {
    if (file.endsWith('.avsc')) found.set(file, JSON.parse(readFileSync(join(path, file), 'utf8')))
  }
  return found
}

const shared = new Map(
  [...readFolder(join(folder, 'shared')).values()].map((schema) => [
    `${schema.namespace}.${schema.name}`,
    schema,
  ]),
)
const contracts = readFolder(folder)

/** Replaces the first mention of a shared type by its definition; later mentions stay names. */
function inline(schema: Json, seen: Set<string>): Json {
  if (typeof schema === 'string') {
    const definition = shared.get(schema)
    if (definition === undefined || seen.has(schema)) return schema
    seen.add(schema)
    return inline(definition, seen)
  }
  if (Array.isArray(schema)) return schema.map((part: Json) => inline(part, seen))
  const copy: { [name: string]: unknown } = { ...(schema as { [name: string]: unknown }) }
  if (copy.type === 'record') {
    copy.fields = (copy.fields as { type: Json }[]).map((field) => ({
      ...field,
      type: inline(field.type, seen),
    }))
  } else if (typeof copy.type === 'object') copy.type = inline(copy.type as Json, seen)
  if (copy.items !== undefined) copy.items = inline(copy.items as Json, seen)
  return copy
}

const named = new Map<string, string>()

function typeOf(schema: Json): string {
  if (typeof schema === 'string') {
    const short = schema.split('.').at(-1) ?? schema
    const primitive: { [name: string]: string } = {
      string: 'string',
      double: 'number',
      float: 'number',
      long: 'number',
      int: 'number',
      boolean: 'boolean',
      null: 'null',
      bytes: 'Buffer',
    }
    return primitive[short] ?? short
  }
  if (Array.isArray(schema)) {
    const parts = schema.map(typeOf)
    return [
      ...parts.filter((part) => part !== 'null'),
      ...parts.filter((part) => part === 'null'),
    ].join(' | ')
  }
  const object = schema as { [name: string]: unknown }
  switch (object.type) {
    case 'record':
      return defineRecord(object)
    case 'enum': {
      const symbols = (object.symbols as string[]).map((symbol) => `'${symbol}'`).join(' | ')
      return define(object, `export type ${object.name} = ${symbols}\n`)
    }
    case 'array':
      return `readonly ${parenthesised(typeOf(object.items as Json))}[]`
    case 'map':
      return `{ readonly [key: string]: ${typeOf(object.values as Json)} }`
    default:
      return typeOf(object.type as Json)
  }
}

function parenthesised(type: string): string {
  return type.includes(' ') ? `(${type})` : type
}

function define(schema: { [name: string]: unknown }, text: string): string {
  const name = schema.name as string
  const comment = schema.doc === undefined ? '' : `/** ${schema.doc} */\n`
  const known = named.get(name)
  if (known !== undefined && known !== comment + text) {
    throw new Error(`schemas: ${name} is defined twice, and differently`)
  }
  named.set(name, comment + text)
  return name
}

function defineRecord(schema: { [name: string]: unknown }): string {
  const fields = (schema.fields as { name: string; type: Json; doc?: string }[]).map((field) => {
    const comment = field.doc === undefined ? '' : `  /** ${field.doc} */\n`
    return `${comment}  readonly ${field.name}: ${typeOf(field.type)}\n`
  })
  return define(schema, `export interface ${schema.name} {\n${fields.join('')}}\n`)
}

const constants: string[] = []
for (const [file, schema] of contracts) {
  const whole = inline(schema, new Set())
  typeOf(whole)
  const name = file
    .replace('.avsc', '')
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  constants.push(`  ${name}: ${JSON.stringify(whole)},\n`)
}
const text = [
  '// Generated from schemas/*.avsc by `npm run schemas`. Do not edit.\n',
  ...[...named.values()].map((type) => `\n${type}`),
  `\n/** The Avro schema of each contract, self-contained. */\nexport const avro = {\n${constants.join('')}} as const\n`,
].join('')

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('schemas/contracts.generated.ts is stale: run `npm run schemas`')
    process.exit(1)
  }
} else writeFileSync(target, text)
