import { type PresetName, presetNames } from './presets.ts'

export function isPresetName(value: unknown): value is PresetName {
  return (presetNames as readonly unknown[]).includes(value)
}
