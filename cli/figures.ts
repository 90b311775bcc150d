/** To the minute, in UTC. */
export function minute(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ')
}

/** Of a share of 1. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** `HEAD_A` → `A`, `HEAD_MY_HEAD` → `my-head`. */
export function headLabel(head: string): string {
  const name = head.replace(/^HEAD_/, '')
  return name.length === 1 ? name : name.toLowerCase().replaceAll('_', '-')
}

/** With a sign that is as wide as the digits. */
export function signed(value: number, digits = 2): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`
}
