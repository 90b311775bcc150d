import { expect, test } from 'vitest'
import { patterns } from './catalogue.ts'
import { recognise } from './recognise.ts'
import { madeChart } from './testing/made-chart.ts'
import { madeChartTallies, type Tally } from './testing/made-chart-tallies.ts'

test('every score occurs in a made chart as often as in TA-Lib, and on the same rows in sum', () => {
  const candles = madeChart(200_000)
  const tallies = new Map<string, Map<number, Tally>>()
  for (const { function: name } of patterns) tallies.set(name, new Map())
  candles.forEach((_, row) => {
    for (const { pattern, score } of recognise(candles.slice(Math.max(0, row - 16), row + 1))) {
      const scores = tallies.get(pattern.function)
      const [, count, rowSum] = scores?.get(score) ?? [score, 0, 0]
      scores?.set(score, [score, count + 1, rowSum + row])
    }
  })
  for (const { function: name } of patterns) {
    const ours = [...(tallies.get(name)?.values() ?? [])].sort(([a], [b]) => a - b)
    expect(ours, name).toEqual(madeChartTallies[name])
  }
}, 60_000)
