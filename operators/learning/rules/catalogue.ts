import { equal } from './equal.ts'
import { fixedShare } from './fixed-share.ts'
import { gradientStacking } from './gradient-stacking.ts'
import { hedge } from './hedge.ts'
import type { LearningRule } from './learning-rule.ts'
import { mixture } from './mixture.ts'
import { newtonStacking } from './newton-stacking.ts'
import { outcomeRule } from './outcome.ts'

export const ruleNames = [
  'outcome',
  'equal',
  'hedge',
  'fixed-share',
  'gradient-stacking',
  'newton-stacking',
  'mixture',
] as const

export type RuleName = (typeof ruleNames)[number]

/** Every rule that is compared, and may drive, by the name people use. */
export const rules: { readonly [name in RuleName]: LearningRule } = {
  outcome: outcomeRule,
  equal,
  hedge,
  'fixed-share': fixedShare,
  'gradient-stacking': gradientStacking,
  'newton-stacking': newtonStacking,
  mixture,
}
