/** The streams that one symbol is followed by. */
export function streamsOf(
  symbol: string,
  intervals: readonly string[],
  aggregated: boolean,
): readonly string[] {
  const name = symbol.toLowerCase()
  return [tradeStream(symbol, aggregated), ...intervals.map((one) => `${name}@kline_${one}`)]
}

export function tradeStream(symbol: string, aggregated: boolean): string {
  return `${symbol.toLowerCase()}@${aggregated ? 'aggTrade' : 'trade'}`
}
