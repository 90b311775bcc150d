import type { Candle } from '../../schemas/contracts.generated.ts'

export function typicalPrice(candle: Candle): number {
  return (candle.high + candle.low + candle.close) / 3
}
