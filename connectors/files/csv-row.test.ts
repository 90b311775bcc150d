import { expect, test } from 'vitest'
import { CsvRow } from './csv-row.ts'

function rowOf(line: string, columns = line.split(',').length): CsvRow {
  const row = new CsvRow(columns)
  row.take(Buffer.from(line), 0, line.length)
  return row
}

test('reads values in place', () => {
  const row = rowOf('1700000000123,42.5,7,,buy')
  expect(row.timeMs(0, 'time', 'ms')).toBe(1_700_000_000_123)
  expect(row.price(1, 'price')).toBe(42.5)
  expect(row.whole(2, 'id')).toBe(7)
  expect(row.numberOptional(3, 'volume')).toBeNull()
  expect(row.wholeOptional(-1, 'trades')).toBeNull()
  expect(row.timeMsOptional(3, 'receive time', 'ns')).toBeNull()
  expect(row.text(4)).toBe('buy')
  expect(row.fault).toBeNull()
})

const faults: readonly [string, (row: CsvRow) => unknown, string][] = [
  ['abc', (row) => row.number(0, 'volume'), "volume is not a number: 'abc'"],
  ['-1', (row) => row.price(0, 'price'), "price is negative: '-1'"],
  ['nan', (row) => row.price(0, 'price'), "price is not a number: 'nan'"],
  ['1e999', (row) => row.number(0, 'price'), "price is not a number: '1e999'"],
  ['1.5', (row) => row.whole(0, 'trade id'), "trade id is not a whole number: '1.5'"],
  [
    '9007199254740993',
    (row) => row.whole(0, 'trade id'),
    "trade id is not a whole number: '9007199254740993'",
  ],
  ['0', (row) => row.timeMs(0, 'time', 'ms'), 'time is 0'],
]
for (const [text, read, fault] of faults) {
  test(`says of ${text} that ${fault}`, () => {
    const row = rowOf(text)
    read(row)
    expect(row.fault).toBe(fault)
  })
}

test('keeps the first fault of a row and forgets it with the next row', () => {
  const row = rowOf('a,b')
  row.number(0, 'first')
  row.number(1, 'second')
  expect(row.fault).toBe("first is not a number: 'a'")
  row.take(Buffer.from('1,2'), 0, 3)
  expect(row.fault).toBeNull()
})

test('refuses a row with another number of columns', () => {
  expect(rowOf('1,2,3', 2).fault).toBe('has 3 columns, the header has 2')
  expect(rowOf('1', 2).fault).toBe('has 1 columns, the header has 2')
})
