import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { deskGateNames, gateNames, marketGateNames } from '../../operators/gates/gate-names.ts'

const textOf = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** SQL and documents cannot read TypeScript: the gates that they list are held to it here. */
describe('the gates and their order are the same in', () => {
  test('the view funnel_by_gate', () => {
    const view = textOf('schemas/clickhouse/views/15-funnel-by-gate.sql')
    const listed = (name: string) =>
      (new RegExp(`\\[([^\\]]*)\\] AS ${name}`).exec(view)?.[1] ?? '')
        .split(', ')
        .map((quoted) => quoted.slice(1, -1))
    expect(listed('market_gates')).toEqual([...marketGateNames])
    expect(listed('desk_gates')).toEqual([...deskGateNames])
  })

  test('the table of docs/funnel.md', () => {
    const rows = textOf('docs/funnel.md').matchAll(/^\| `([a-z-]+)` \|/gm)
    expect([...rows].map(([, gate]) => gate)).toEqual([...gateNames])
  })
})
