import { describe, expect, test } from 'vitest'
import { tensorsOf } from './safetensors.ts'

const weight = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] }
const bias = { dtype: 'F32', shape: [2], data_offsets: [24, 32] }

function fileOf(header: unknown, dataBytes = 32): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, Buffer.alloc(dataBytes)])
}

describe('safetensors', () => {
  test('tells where each tensor stands, from the beginning of the file', () => {
    const file = fileOf({ __metadata__: { format: 'pt' }, weight, bias })
    const dataFrom = file.length - 32
    expect(tensorsOf(file, file.length)).toEqual(
      new Map([
        ['weight', { shape: [2, 3], offset: dataFrom, length: 24 }],
        ['bias', { shape: [2], offset: dataFrom + 24, length: 8 }],
      ]),
    )
  })

  test('passes over tensors of other numbers', () => {
    const places = { dtype: 'I64', shape: [1, 4], data_offsets: [0, 32] }
    const file = fileOf({ places, bias })
    expect([...tensorsOf(file, file.length).keys()]).toEqual(['bias'])
  })

  const wrong: readonly [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(0), 'too short'],
    ['a file of another kind', Buffer.from('PK\u0003\u0004 and so on, for a while'), 'begin as'],
    ['a header that is no JSON', fileOf('{"weight"'), 'no JSON object'],
    ['a tensor without a shape', fileOf({ weight: { ...weight, shape: 'wide' } }), 'no shape'],
    ['a shape that is not its size', fileOf({ weight: { ...weight, shape: [3, 3] } }), 'not fit'],
    ['a file that was cut off', fileOf({ weight, bias }, 31), 'not fit'],
  ]
  for (const [name, file, fault] of wrong) {
    test(`refuses ${name}`, () => expect(() => tensorsOf(file, file.length)).toThrow(fault))
  }

  test('refuses a header of which only the beginning is given', () => {
    const file = fileOf({ weight })
    expect(() => tensorsOf(file.subarray(0, 20), file.length)).toThrow('not whole')
  })
})
