import { expect, test } from 'vitest'
import { StreamError } from '../../engine/core/errors.ts'
import { MarketFileError } from './market-file-error.ts'

test('says where, what and what to do, in one message and as fields', () => {
  const error = new MarketFileError('empty', 'a.csv', 'is empty', 'Give another file.')
  expect(error).toBeInstanceOf(StreamError)
  expect(error).toMatchObject({
    name: 'MarketFileError',
    code: 'empty',
    path: 'a.csv',
    cure: 'Give another file.',
    message: 'a.csv is empty. Give another file.',
  })
})
