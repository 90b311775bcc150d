import { afterEach, expect, test, vi } from 'vitest'
import { socketPath } from './socket-path.ts'

afterEach(() => vi.unstubAllEnvs())

test('an engine listens in its folder', () => {
  expect(socketPath('/home/a/data')).toBe('/home/a/data/engine.sock')
})

test('the socket of a long folder has a short name of its own elsewhere', () => {
  vi.stubEnv('TMPDIR', '/var/tmp')
  const long = `/home/${'a'.repeat(100)}`
  const path = socketPath(long)
  expect(path).toMatch(/^\/var\/tmp\/alphapulse-[0-9a-f]{16}\.sock$/)
  expect(socketPath(long)).toBe(path)
  expect(socketPath(`${long}b`)).not.toBe(path)
})

test('the socket does not follow into a long folder for temporary files', () => {
  vi.stubEnv('TMPDIR', `/home/${'t'.repeat(100)}`)
  expect(socketPath(`/home/${'a'.repeat(100)}`)).toMatch(/^\/tmp\/alphapulse-/)
})
