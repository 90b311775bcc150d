import { expect, test } from 'vitest'
import { optionalPackage } from './optional-package.ts'

test('a package that is there is loaded', async () => {
  const { join } = await optionalPackage('node:path', () => import('node:path'))
  expect(join('a', 'b')).toBe('a/b')
})

test('one that is not is named, with why and with the cure', async () => {
  const name = 'no-such-package'
  await expect(optionalPackage(name, () => import(name))).rejects.toThrow(
    /^no-such-package cannot be loaded: .*no-such-package.* \(an optional package: npm ci installs it\)$/,
  )
})
