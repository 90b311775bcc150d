import type { Log } from '../engine/log/log.ts'
import { recordsOf } from '../engine/log/records-of.ts'
import { type TradingSettings, tradingDefaults } from '../operators/trading/trading-settings.ts'
import { topics } from '../schemas/topics.ts'
import { tradingSettings } from './assembly.ts'
import { configSchema } from './config.ts'

/**
 * What a folder trades by, as its newest start wrote it down; the defaults where none did. Mode and
 * market are not in a configuration: they are the defaults' own.
 */
export function recordedSettings(log: Log): TradingSettings {
  let settings = tradingDefaults
  for (const { value } of recordsOf(log, topics.control)) {
    if (value.command !== 'config') continue
    const { config } = JSON.parse(value.arguments) as { readonly config?: unknown }
    // Another version's configuration may have settings that this one does not know.
    const known = configSchema.safeParse(config ?? {})
    if (known.success)
      settings = tradingSettings(known.data, tradingDefaults.mode, tradingDefaults.market)
  }
  return settings
}
