import { expect, test } from 'vitest'
import { awesomeOscillator } from './awesome-oscillator.ts'
import { mean, rolling } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, runIndicator } from './testing/series.ts'

const name = 'awesome_oscillator'

test('the awesome oscillator is the newest median prices’ mean over that of all of them', () => {
  const run = runIndicator(awesomeOscillator(name, 1, 2), closesOf([10, 12, 8]))
  expect(run[name]).toEqual([null, 1, -2])
})

const standard = awesomeOscillator(name, 5, 34)

describeGolden('awesomeOscillator(5, 34)', standard, [{ name, function: 'AO', output: 'real' }])

describeStock('awesomeOscillator(5, 34)', standard, [
  { name, file: 'awesome', column: 'oscillator' },
])

describeProperties('awesomeOscillator(5, 34)', standard, (candles) => ({
  [name]: rolling(
    candles.map(({ high, low }) => (high + low) / 2),
    34,
    (window) => mean(window.slice(-5)) - mean(window),
  ),
}))
