import { expect, test } from 'vitest'
import { sourceFiles } from './source-files.ts'

/** How the clients and endpoints of exchanges call it. */
const orders = /createOrder|create_order|newOrder|placeOrder|\/api\/v3\/order\b|\/fapi\/v1\/order\b/

test('no source names a way to send an order', () => {
  const files = sourceFiles().filter(({ path }) => !path.startsWith('test/house/'))
  expect(files.length).toBeGreaterThan(200)
  expect(files.filter(({ text }) => orders.test(text)).map(({ path }) => path)).toEqual([])
})
