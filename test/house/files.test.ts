import { describe, expect, test } from 'vitest'
import { fileFaults } from './file-rule.ts'
import { sourceFiles } from './source-files.ts'

test('every file has a telling name, no default export, at most 400 lines, and something of its own', () => {
  expect(sourceFiles().flatMap(fileFaults)).toEqual([])
})

describe('the file rule catches', () => {
  const caught: readonly [string, string, string][] = [
    ['engine/utils/x.ts', 'export const a = 1', "'utils' says nothing"],
    ['operators/common/x.ts', 'export const a = 1', "'common' says nothing"],
    ['operators/heads/helpers.ts', 'export const a = 1', "'helpers' says nothing"],
    ['engine/core/util.test.ts', 'export const a = 1', "'util' says nothing"],
    ['engine/core/x.ts', 'export default 1', 'has a default export'],
    ['engine/core/x.ts', 'const a = 1\nexport { a as default }', 'has a default export'],
    ['cli/x.config.ts', 'export default 1', 'has a default export'],
    ['engine/core/x.ts', 'const a = 1\n'.repeat(401), 'has 401 lines'],
    ['engine/index.ts', "export * from './a.ts'\nexport { b } from './b.ts'", 'only passes on'],
    ['engine/x.ts', "import { a } from './a.ts'\nexport { a }", 'only passes on'],
    ['engine/x.ts', "// All of it.\nexport type { A } from './a.ts'\n", 'only passes on'],
  ]
  for (const [path, text, fault] of caught) {
    test(`${JSON.stringify(text.slice(0, 60))} in ${path}`, () => {
      expect(fileFaults({ path, text })).toEqual([expect.stringContaining(fault)])
    })
  }
})

describe('the file rule lets pass', () => {
  const fine: readonly [string, string][] = [
    ['vitest.config.ts', 'export default {}'],
    ['engine/core/x.ts', "export { a } from './a.ts'\nexport const b = 1"],
    ['engine/core/x.ts', "const text = 'export default 1'\n"],
    ['engine/core/x.ts', 'const a = 1\n'.repeat(400)],
    ['schemas/commonplace.ts', 'export const a = 1'],
  ]
  for (const [path, text] of fine) {
    test(`${JSON.stringify(text.slice(0, 60))} in ${path}`, () => {
      expect(fileFaults({ path, text })).toEqual([])
    })
  }
})
