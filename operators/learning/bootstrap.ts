import { randomSequence } from './random.ts'

/**
 * One-sided paired bootstrap: how often the mean of resampled differences is not above zero. One
 * is added to both counts, so that no finite number of samples ever claims certainty.
 */
export function pairedBootstrapP(
  differences: readonly number[],
  samples: number,
  seed: number,
): number {
  const random = randomSequence(seed)
  let notBetter = 0
  for (let sample = 0; sample < samples; sample += 1) {
    let sum = 0
    for (let draw = 0; draw < differences.length; draw += 1) {
      sum += differences[Math.floor(random() * differences.length)] ?? 0
    }
    if (sum <= 0) notBetter += 1
  }
  return (notBetter + 1) / (samples + 1)
}
