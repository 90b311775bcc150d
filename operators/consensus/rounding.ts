/**
 * Room for the rounding of float64 sums, far below anything that means something: five of nine
 * equal weights must reach a support of 5/9, in whatever order they were added.
 */
const roundingRoom = 1e-9

export function reaches(value: number, threshold: number): boolean {
  return value >= threshold - roundingRoom
}

export function staysWithin(value: number, limit: number): boolean {
  return value <= limit + roundingRoom
}

export function isZero(value: number): boolean {
  return Math.abs(value) <= roundingRoom
}
