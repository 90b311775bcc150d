/** One row as JSON, its place in the log first. */
export function rowText(
  value: { readonly [field: string]: unknown },
  partition: number,
  offset: number,
  timeMs: number,
): string {
  // The value's own text is taken as it is: an object of 40 fields made anew costs more than all else.
  const text = JSON.stringify(allFinite(value) ? value : withNamedNumbers(value))
  return `{"_partition":${partition},"_offset":${offset},"_time":${timeMs},${text.slice(1)}`
}

/** JSON has no NaN and no infinity: `JSON.stringify` would make them null, and ClickHouse that a 0. */
function allFinite(value: object): boolean {
  for (const name in value) {
    const cell = (value as { [name: string]: unknown })[name]
    if (typeof cell === 'number') {
      if (!Number.isFinite(cell)) return false
    } else if (typeof cell === 'object' && cell !== null && !allFinite(cell)) return false
  }
  return true
}

function withNamedNumbers(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return numberName(value)
  if (Array.isArray(value)) return value.map(withNamedNumbers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, cell]) => [name, withNamedNumbers(cell)]),
  )
}

function numberName(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  return value > 0 ? 'inf' : '-inf'
}
