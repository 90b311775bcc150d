import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { indicators } from '../../operators/features/catalogue.ts'

const page = readFileSync(new URL('../../docs/indicators.md', import.meta.url), 'utf8')

test('the document names every indicator with its features and its warm-up', () => {
  const rows = [...page.matchAll(/^\| (`[^|]+`) \| (\d+) \|/gm)].map(([, names, warmUp]) => [
    names,
    Number(warmUp),
  ])
  expect(rows).toEqual(
    indicators.map(({ names, warmUp }) => [names.map((name) => `\`${name}\``).join(', '), warmUp]),
  )
})
