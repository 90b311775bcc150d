/** Whether two prices lie at most `tolerance` apart. */
export function isWithin(price: number, other: number, tolerance: number): boolean {
  // Not as the distance: rounding would decide otherwise than in TA-Lib.
  return price <= other + tolerance && price >= other - tolerance
}
