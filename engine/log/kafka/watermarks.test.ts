import { expect, test } from 'vitest'
import { TaskCorruptedError } from '../../core/errors.ts'
import { ReadWatermark, watermarkMessage, watermarkOf } from './watermarks.ts'

const fetched = (value: Buffer | string | null) => ({
  offset: 7,
  value: value === null ? null : Buffer.from(value),
})

test('a watermark is read as it was written', () => {
  const watermark = { watermarkMs: 1_735_689_600_123, ends: { 'a.signals/2': 12 } }
  const { value, key, partition } = watermarkMessage('market.2', 2, watermark)
  expect([key, partition]).toEqual(['market.2', 2])
  expect(watermarkOf(fetched(value as string))).toEqual(watermark)
  expect(() => watermarkOf(fetched('not one'))).toThrow(TaskCorruptedError)
  expect(() => watermarkOf(fetched('not one'))).toThrow('at offset 7')
})

test('a watermark is believed when all its outputs that are read here were read, and not before', () => {
  const read = new ReadWatermark()
  const to = { 'out/0': 0, 'out/1': 0 }
  const settle = (): number => {
    read.settle((name) => to[name as keyof typeof to])
    return read.watermarkMs
  }
  read.add({ watermarkMs: 10, ends: {} })
  expect(settle()).toBe(10)
  read.add({ watermarkMs: 20, ends: { 'out/0': 3, 'elsewhere/0': 99 } })
  read.add({ watermarkMs: 30, ends: { 'out/0': 3, 'out/1': 2 } })
  expect(settle()).toBe(10)
  to['out/0'] = 2
  expect(settle()).toBe(10)
  to['out/0'] = 3
  expect(settle()).toBe(20)
  to['out/1'] = 5
  expect(settle()).toBe(30)
})

test('a watermark never falls', () => {
  const read = new ReadWatermark()
  read.add({ watermarkMs: 30, ends: {} })
  read.add({ watermarkMs: 20, ends: {} })
  read.settle(() => undefined)
  expect(read.watermarkMs).toBe(30)
})
