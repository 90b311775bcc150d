import type { Log } from '../engine/log/log.ts'
import { recordsOf } from '../engine/log/records-of.ts'
import { type TradingSettings, tradingDefaults } from '../operators/trading/trading-settings.ts'
import { topics } from '../schemas/topics.ts'
import { tradingSettings } from './assembly.ts'
import { type Config, configSchema } from './config.ts'

/** The configuration of a folder, as its newest start wrote it down; the defaults where none did. */
export function recordedConfig(log: Log): Config {
  let config = configSchema.parse({})
  for (const { value } of recordsOf(log, topics.control)) {
    if (value.command !== 'config') continue
    const written = JSON.parse(value.arguments) as { readonly config?: unknown }
    // Another version's configuration may have settings that this one does not know.
    const known = configSchema.safeParse(written.config ?? {})
    if (known.success) config = known.data
  }
  return config
}

/** What a folder trades by. Mode and market are not in a configuration: they are the defaults' own. */
export function recordedSettings(log: Log): TradingSettings {
  return tradingSettings(recordedConfig(log), tradingDefaults.mode, tradingDefaults.market)
}
