import avro from 'avsc'
import { expect, test } from 'vitest'
import { incompatibleField } from './incompatible-field.ts'

const record = (name: string, ...fields: readonly object[]) => ({ type: 'record', name, fields })
const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more })
const typeOf = (schema: unknown) =>
  avro.Type.forSchema(schema as avro.Schema, { omitRecordMethods: true, registry: {} } as never)

const cases: readonly [string, unknown, unknown, string | undefined][] = [
  [
    'is not there',
    record('A', field('x', 'int'), field('y', 'int')),
    record('A', field('x', 'int')),
    'y',
  ],
  ['has another type', record('A', field('x', 'long')), record('A', field('x', 'string')), 'x'],
  [
    'lies in a record of the record',
    record('A', field('b', record('B', field('c', record('C', field('x', 'int')))))),
    record('A', field('b', record('B', field('c', record('C', field('y', 'int')))))),
    'b.c.x',
  ],
  [
    'lies in a list',
    record('A', field('list', { type: 'array', items: record('B', field('x', 'int')) })),
    record('A', field('list', { type: 'array', items: record('B', field('y', 'int')) })),
    'list',
  ],
  [
    'has a symbol that is not known here',
    record('A', field('e', { type: 'enum', name: 'E', symbols: ['ON'] })),
    record('A', field('e', { type: 'enum', name: 'E', symbols: ['ON', 'OFF'] })),
    'e',
  ],
  [
    'has a default, or another name, or is wider',
    record('A', field('x', 'int', { default: 1 }), field('z', 'long', { aliases: ['y'] })),
    record('A', field('y', 'int')),
    undefined,
  ],
  ['is of no record', 'int', 'string', undefined],
]
for (const [what, reader, writer, path] of cases) {
  test(`finds the field that ${what}`, () => {
    expect(incompatibleField(typeOf(reader), typeOf(writer))).toBe(path)
  })
}
