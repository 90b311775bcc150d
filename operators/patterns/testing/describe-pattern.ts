import { describe, expect, test } from 'vitest'
import type { PatternName } from '../catalogue.ts'
import { scoreOf } from '../recognise.ts'
import { type Drawn, draw, mirrored } from './draw.ts'

export interface DrawnCase {
  readonly title: string
  readonly candles: readonly Drawn[]
  readonly score: number
}

/** What a pattern gives for candles drawn after plain ones; the last one drawn is the newest. */
export function describePattern(name: PatternName, cases: readonly DrawnCase[]): void {
  describe(name, () => {
    for (const { title, candles, score } of cases) {
      test(`gives ${score} for ${title}`, () => {
        expect(scoreOf(name, draw(candles))).toBe(score)
      })
    }
  })
}

/** The same of a pattern with two sides: each case as it is drawn, and upside down with the opposite score. */
export function describeTwoSided(name: PatternName, cases: readonly DrawnCase[]): void {
  describePattern(
    name,
    cases.flatMap(({ title, candles, score }) => [
      { title, candles, score },
      {
        title: `${title}, upside down`,
        candles: mirrored(candles),
        score: score === 0 ? 0 : -score,
      },
    ]),
  )
}
