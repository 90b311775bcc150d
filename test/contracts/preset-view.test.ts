import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { presets } from '../../operators/consensus/presets.ts'
import { headIds } from '../../operators/trading/trading-settings.ts'

const view = (name: string): string =>
  readFileSync(new URL(`../../schemas/clickhouse/views/${name}.sql`, import.meta.url), 'utf8')

/** What a view gives as `thresholds`, by preset. */
function thresholdsInView(): { [preset: string]: unknown } {
  const pairs = view('04-learning-state').matchAll(/^\s*'(\w+)', '(\{[^']*\})',?$/gm)
  return Object.fromEntries([...pairs].map(([, name = '', text = '']) => [name, JSON.parse(text)]))
}

/** SQL cannot read TypeScript: what a view repeats of the program is held to it here. */
describe('the views of the learned state have the numbers of', () => {
  test('every preset', () => {
    const expected = Object.values(presets).map((preset) => [
      preset.name,
      {
        preset: preset.name,
        vote_probability: preset.vote.probabilityMin,
        vote_confidence: preset.vote.confidenceMin,
        consensus_confidence: preset.consensusConfidenceMin,
        confluence: preset.confluenceMin,
        reward_risk: preset.rewardRiskMin,
        history: preset.historyFactor,
        net_profit_pct: preset.netProfitMinPct,
        memory_risk: preset.memoryRiskMax,
      },
    ])
    expect(thresholdsInView()).toEqual(Object.fromEntries(expected))
  })

  test('the heads, and their equal weights', () => {
    const [, letters = ''] = /\[('A'[^\]]*)\]/.exec(view('05-active-learning-state')) ?? []
    const heads = letters.split(', ').map((letter) => `HEAD_${letter.slice(1, -1)}`)
    expect(heads).toEqual([...headIds])
    expect(view('05-active-learning-state')).toContain(
      `1 / ${headIds.length}, range(${headIds.length})`,
    )
  })
})
