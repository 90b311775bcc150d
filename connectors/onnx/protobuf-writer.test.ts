import { expect, test } from 'vitest'
import { ProtobufWriter } from './protobuf-writer.ts'

const hex = (writer: ProtobufWriter): string => Buffer.from(writer.written()).toString('hex')

// The bytes are those of the examples at protobuf.dev, "Encoding", and of protoc.
const cases: readonly [string, ProtobufWriter, string][] = [
  ['a varint of two bytes', new ProtobufWriter().integer(1, 150), '089601'],
  ['the largest value of one byte', new ProtobufWriter().integer(1, 127), '087f'],
  ['nothing less than zero', new ProtobufWriter().integer(1, 0), '0800'],
  ['a negative number in ten bytes', new ProtobufWriter().integer(2, -2), '10feffffffffffffffff01'],
  ['an integer beyond 2^53', new ProtobufWriter().integer(1, 2n ** 60n), '08808080808080808010'],
  ['a tag of two bytes', new ProtobufWriter().integer(20, 1), 'a00101'],
  ['text with its length', new ProtobufWriter().text(2, 'testing'), '120774657374696e67'],
  ['text in UTF-8', new ProtobufWriter().text(1, 'é'), '0a02c3a9'],
  ['a float', new ProtobufWriter().float(2, 1.5), '150000c03f'],
  ['packed integers', new ProtobufWriter().packed(6, [3, 270, 86_942]), '3206038e029ea705'],
  [
    'a message within a message',
    new ProtobufWriter().message(3, new ProtobufWriter().integer(1, 150)),
    '1a03089601',
  ],
]
for (const [name, writer, bytes] of cases) {
  test(`protobuf has ${name}`, () => expect(hex(writer)).toBe(bytes))
}

test('what outgrows its buffer is whole', () => {
  const long = 'a'.repeat(1_000)
  const writer = new ProtobufWriter(4).integer(1, 1).text(2, long).integer(3, 2)
  expect(hex(writer)).toBe(`080112e807${'61'.repeat(1_000)}1802`)
})
