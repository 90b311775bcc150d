/** What market data are known to look like (Cont 2001, 'Empirical properties of asset returns'). */
export interface StylisedFacts {
  readonly returns: number
  /** Standard deviation of the returns, in basis points. */
  readonly deviation: number
  /** Above zero where tails are fatter than normal. */
  readonly excessKurtosis: number
  /** Largest autocorrelation of returns over the lags 1 to 10, by size. */
  readonly returnMemory: number
  /** Autocorrelation of absolute returns at each of these lags. */
  readonly sizeMemory: { readonly [lag: number]: number }
}

const memoryLags = [1, 5, 15, 60, 240] as const
const returnLags = 10

/** `closes`: one each minute. Relative changes, which for a minute are log returns to the fourth digit. */
export function stylisedFacts(closes: readonly number[]): StylisedFacts {
  const returns: number[] = []
  for (let at = 1; at < closes.length; at++) {
    const before = closes[at - 1] as number
    returns.push((closes[at] as number) / before - 1)
  }
  const mean = meanOf(returns)
  const centred = returns.map((value) => value - mean)
  const variance = meanOf(centred.map((value) => value * value))
  const fourth = meanOf(centred.map((value) => value * value * value * value))
  const sizes = returns.map((value) => Math.abs(value))
  let returnMemory = 0
  for (let lag = 1; lag <= returnLags; lag++) {
    const memory = autocorrelation(returns, lag)
    if (Math.abs(memory) > Math.abs(returnMemory)) returnMemory = memory
  }
  return {
    returns: returns.length,
    deviation: Math.sqrt(variance) * 10_000,
    excessKurtosis: fourth / (variance * variance) - 3,
    returnMemory,
    sizeMemory: Object.fromEntries(memoryLags.map((lag) => [lag, autocorrelation(sizes, lag)])),
  }
}

export function autocorrelation(values: readonly number[], lag: number): number {
  const mean = meanOf(values)
  let products = 0
  let squares = 0
  for (let at = 0; at < values.length; at++) {
    const centred = (values[at] as number) - mean
    squares += centred * centred
    if (at >= lag) products += centred * ((values[at - lag] as number) - mean)
  }
  return products / squares
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
