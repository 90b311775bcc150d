import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'

/** An exponential average, the average of that, and the average of that again. */
export interface TripleAverage {
  readonly first: ExponentialAverage
  readonly second: ExponentialAverage
  readonly third: ExponentialAverage
}

export function createTripleAverage(): TripleAverage {
  return {
    first: createExponentialAverage(),
    second: createExponentialAverage(),
    third: createExponentialAverage(),
  }
}

/** Each is seeded with the mean of its own first `period` inputs. Says whether there is the third. */
export function advanceTriple(
  { first, second, third }: TripleAverage,
  period: number,
  value: number,
): boolean {
  return (
    advanceExponential(first, period, value) &&
    advanceExponential(second, period, first.value) &&
    advanceExponential(third, period, second.value)
  )
}
