import type { HeadInput, OwnOpinion } from 'alphapulse/heads'

/** LONG where a rising hour has fallen back to its mean price of the day, SHORT the other way round. */
export function vote({
  features,
}: HeadInput): OwnOpinion | { validity: 'WARMING'; reason: string } {
  const now = features['15m']
  const hour = features['1h']
  if (now?.rsi_14 == null || now.vwap == null || hour?.ema_50 == null) {
    return { validity: 'WARMING', reason: 'RSI, VWAP or the hourly EMA 50 is not there yet' }
  }
  const rises = hour.close > hour.ema_50
  const distancePct = (100 * (now.close - now.vwap)) / now.vwap
  const fellBack = rises ? now.rsi_14 < 40 && distancePct < 0 : now.rsi_14 > 60 && distancePct > 0
  if (!fellBack) {
    const reasons = [`RSI ${now.rsi_14.toFixed(0)}, no pullback`]
    return { direction: 'FLAT', probability: 0.5, confidence: 0.5, reasons }
  }
  return {
    direction: rises ? 'LONG' : 'SHORT',
    probability: 0.6,
    confidence: 0.6,
    reasons: [
      `the hour ${rises ? 'rises' : 'falls'}, RSI ${now.rsi_14.toFixed(0)}`,
      `${Math.abs(distancePct).toFixed(2)} % ${rises ? 'below' : 'above'} the VWAP`,
    ],
  }
}
