import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldText, quoted, scanDecimal, splitFields } from './csv-scan.ts'

function decimal(text: string): number {
  const block = Buffer.from(`,${text},`)
  return scanDecimal(block, 1, block.length - 1)
}

const numbers = [
  '0',
  '1',
  '-1',
  '+2.5',
  '.5',
  '5.',
  '61837.63000000',
  '0.00141342',
  '9.417e-05',
  '1E3',
  '-0.0',
  '0.19883949999999995',
  '9007199254740993',
  '90071992547409.93',
  '123456789012345678901234567890',
  '0.1',
  '0.30000000000000004',
  '1e400',
  '5e-324',
]
for (const text of numbers) {
  test(`reads ${text} as Number does`, () => {
    expect(decimal(text)).toBe(Number(text))
  })
}

for (const text of [
  '',
  ' ',
  '-',
  '.',
  'abc',
  '1.2.3',
  '1,2',
  '0x10',
  'nan',
  'Infinity',
  '1e',
  '1 ',
  '--1',
]) {
  test(`refuses '${text}'`, () => {
    expect(decimal(text)).toBeNaN()
  })
}

test('reads any decimal bit for bit as Number does', () => {
  const digits = fc.stringMatching(/^-?\d{1,20}(\.\d{0,20})?$/)
  fc.assert(
    fc.property(digits, (text) => Object.is(decimal(text), Number(text))),
    { numRuns: 5_000 },
  )
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) =>
      Object.is(decimal(String(number)), Number(String(number))),
    ),
  )
})

test('splits a row where its commas are', () => {
  const block = Buffer.from('xxa,bc,,d\n')
  const ends = new Int32Array(4)
  expect(splitFields(block, 2, 9, ends)).toBe(4)
  expect([...ends]).toEqual([3, 6, 7, 9])
})

test('counts fields beyond those it has room for', () => {
  expect(splitFields(Buffer.from('a,b,c'), 0, 5, new Int32Array(2))).toBe(3)
})

test('gives the text of fields of any length', () => {
  const block = Buffer.from('1,true,')
  expect([fieldText(block, 0, 1), fieldText(block, 2, 6), fieldText(block, 7, 7)]).toEqual([
    '1',
    'true',
    '',
  ])
})

test('quotes a long field short', () => {
  expect(quoted('x'.repeat(50))).toBe(`'${'x'.repeat(40)}…'`)
  expect(quoted('')).toBe("''")
})
