import type { TradingSettings } from './trading-settings.ts'

/** When a weight or setting that is decided now takes effect: DESIGN, feedback. */
export function effectiveFromMs(
  decidedMs: number,
  { epochMs, delayMs }: Pick<TradingSettings, 'epochMs' | 'delayMs'>,
): number {
  return Math.ceil((decidedMs + delayMs) / epochMs) * epochMs
}
