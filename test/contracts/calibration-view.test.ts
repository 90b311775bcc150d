import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { binsCount } from '../../operators/consensus/calibration.ts'
import { shrinkageWeight } from '../../operators/gates/history.ts'

/** SQL cannot read TypeScript: what the view repeats of the program is held to it here. */
test('the view of the calibration has the bins and the weight of the program', () => {
  const view = readFileSync(
    new URL('../../schemas/clickhouse/views/15-head-calibration.sql', import.meta.url),
    'utf8',
  )
  const weight = shrinkageWeight
  expect(view).toContain(`(right + ${weight} * mean_said) / (votes + ${weight}) AS calibrated`)
  expect(view).toContain(
    `least(${binsCount - 1}, greatest(0, toInt32(floor(said * ${2 * binsCount})) - ${binsCount})) AS bin`,
  )
})
