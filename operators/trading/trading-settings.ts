import type { Mode, Setting } from '../../schemas/contracts.generated.ts'
import type { PresetName } from '../consensus/presets.ts'
import { type Preset, presets } from '../consensus/presets.ts'
import type { MemoryGate } from '../gates/memory-risk.ts'
import { type LearningConfig, learningDefaults } from '../learning/learning-config.ts'
import type { RuleName } from '../learning/rules/catalogue.ts'
import type { MemoryMode } from '../memory/distance.ts'
import type { EncoderName } from '../memory/text-encoder.ts'
import { type ExitSettings, noExits } from '../positions/exits/catalogue.ts'
import type { MarketKind } from '../positions/levels.ts'
import type { LevelMode } from '../positions/structure-levels.ts'

/** What a data folder trades by; what may change later changes through `settings`. */
export interface TradingSettings {
  /** Whose votes are weighed: the nine, then those of the user's own. */
  readonly heads: readonly string[]
  readonly mode: Mode
  readonly market: MarketKind
  readonly preset: PresetName
  /** `desk.latency` */
  readonly latencyMs: number
  /** `learning.epoch` and `learning.delay` */
  readonly epochMs: number
  readonly delayMs: number
  /** Paper account, quote units. */
  readonly equity: number
  readonly leverageMax: number
  readonly autoLeverage: boolean
  /** `MIN_NET_PROFIT_PCT`: instead of the preset's own; null: the preset's. */
  readonly netProfitMinPct: number | null
  /** `price_tolerance` */
  readonly priceTolerance: number
  /** `max_signal_age_hours` */
  readonly signalAgeMaxHours: number
  /** `exits`: alike for signals and shadows. */
  readonly exits: ExitSettings
  /** `max_weight_change` */
  readonly weightChangeMax: number
  readonly learningRate: number
  readonly emaAlpha: number
  readonly outcomesMin: number
  /** `learning.rule`: which rule the weights in force follow; the others are compared with it. */
  readonly learningRule: RuleName
  /** `learning.calibrate`: whether the consensus takes what heads say as calibrated by their outcomes. */
  readonly calibrate: boolean
  /** `memory.encoder` */
  readonly memoryEncoder: EncoderName
  /** `memory.mode`, `memory.window` and `memory.neighbours` */
  readonly memoryMode: MemoryMode
  readonly memoryStatesMax: number
  readonly memoryNeighbours: number
  /** `memory.gate` */
  readonly memoryGate: MemoryGate
  /** `regime.adapt`: whether the regime chooses the timeframes; else 1h, 15m and 15m. */
  readonly regimeAdapt: boolean
  /** `model.minConfidence`: below it the model's vote is FLAT. */
  readonly modelProbabilityMin: number
  /** `levels`: by what stop and target are set. */
  readonly levels: LevelMode
  /** How often the desk says how it is. */
  readonly statusEveryMs: number
}

export const headIds: readonly string[] = [
  'HEAD_A',
  'HEAD_B',
  'HEAD_C',
  'HEAD_D',
  'HEAD_E',
  'HEAD_F',
  'HEAD_G',
  'HEAD_H',
  'HEAD_I',
]

export const tradingDefaults: TradingSettings = {
  heads: headIds,
  mode: 'replay',
  market: 'perpetual',
  preset: 'standard',
  latencyMs: 2_000,
  epochMs: 900_000,
  delayMs: 60_000,
  equity: 10_000,
  leverageMax: 5,
  autoLeverage: true,
  netProfitMinPct: null,
  priceTolerance: 0.001,
  signalAgeMaxHours: 72,
  exits: noExits,
  weightChangeMax: 0.2,
  learningRate: 0.05,
  emaAlpha: 0.05,
  outcomesMin: 10,
  learningRule: 'outcome',
  calibrate: false,
  memoryEncoder: 'built-in-1',
  memoryMode: 'hybrid',
  memoryStatesMax: 1_000,
  memoryNeighbours: 20,
  memoryGate: 'watch',
  regimeAdapt: false,
  modelProbabilityMin: 0.5,
  levels: 'structure',
  statusEveryMs: 10_000,
}

/** The preset that a `settings` record puts in force, or undefined when it is about something else. */
export function presetOf(setting: Setting): Preset | undefined {
  if (setting.name !== 'preset') return undefined
  const name = JSON.parse(setting.value) as string
  return Object.hasOwn(presets, name) ? presets[name as PresetName] : undefined
}

/** What the learning works with under a preset. */
export function learningConfigOf(
  settings: Pick<TradingSettings, 'learningRate' | 'emaAlpha' | 'outcomesMin' | 'weightChangeMax'>,
  preset: Preset,
): LearningConfig {
  return {
    ...learningDefaults,
    learningRate: settings.learningRate,
    emaAlpha: settings.emaAlpha,
    outcomesMin: settings.outcomesMin,
    limits: { ...learningDefaults.limits, stepMax: settings.weightChangeMax },
    vote: preset.vote,
  }
}
