import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const section = '## Exactly once over Kafka, sentence by sentence'

test('each sentence on exactly once names a test that is there', () => {
  const text = readFileSync(join(root, 'docs/guarantees.md'), 'utf8')
  const [, part = ''] = text.split(section)
  const sentences = (part.split('\n## ')[0] ?? '').split('\n- ').slice(1)
  expect(sentences.length).toBeGreaterThan(8)
  for (const sentence of sentences) {
    const [, file = '', title = ''] = /\n {2}`(\S+)`: "([^"]+)"/.exec(sentence) ?? []
    expect(file, sentence).not.toBe('')
    expect(existsSync(join(root, file)), file).toBe(true)
    const source = readFileSync(join(root, file), 'utf8')
    // Of a test with cases, the words before the case.
    expect(source, `${file} has no test "${title}"`).toContain(`'${title}`)
  }
})
