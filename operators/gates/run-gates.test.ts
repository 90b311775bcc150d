import { expect, test } from 'vitest'
import { type DeskGateName, deskGateNames } from './gate-names.ts'
import { type Gates, runGates } from './run-gates.ts'

/** Refuses at the gate that is the subject. */
const gates = Object.fromEntries(
  deskGateNames.map((gate) => [
    gate,
    (refusing: string) => ({
      gate,
      value: null,
      threshold: null,
      passed: gate !== refusing,
      note: 'asked',
    }),
  ]),
) as unknown as Gates<DeskGateName, string>

test('gates are asked in the order of the names, whatever the order of the gates', () => {
  const backwards = [...deskGateNames].reverse()
  expect(runGates(deskGateNames, gates, '').results.map(({ gate }) => gate)).toEqual([
    ...deskGateNames,
  ])
  expect(runGates(backwards, gates, '').results.map(({ gate }) => gate)).toEqual(backwards)
})

test('none is asked after the first refusal, which is the last result', () => {
  const run = runGates(deskGateNames, gates, 'cool-down')
  expect(run.results.map(({ gate }) => gate)).toEqual(['halted', 'regime-limit', 'cool-down'])
  expect(run.refusal).toBe(run.results.at(-1))
  expect(runGates(deskGateNames, gates, '')).toMatchObject({ passed: true, refusal: null })
})
