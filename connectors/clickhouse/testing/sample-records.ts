/** Records made from a topic's Avro schema alone, so that a new field is in them the day it is added. */
type Schema = string | readonly Schema[] | { readonly [name: string]: unknown }

/** A record with every field set; `seed` even: what may be null is null. */
export function sampleRecord(schema: unknown, seed: number): { readonly [field: string]: unknown } {
  return sampleOf(schema as Schema, 'record', seed, new Map()) as { [field: string]: unknown }
}

const mayMs = Date.UTC(2025, 4, 1)

function sampleOf(
  schema: Schema,
  field: string,
  seed: number,
  named: Map<string, Schema>,
): unknown {
  if (Array.isArray(schema)) {
    const some = (schema as readonly Schema[]).find((one) => one !== 'null') ?? 'null'
    // Seen before it is decided, because a later field may name the type.
    const value = sampleOf(some, field, seed, named)
    return seed % 2 === 0 ? null : value
  }
  if (typeof schema === 'string') {
    const known = named.get(schema)
    if (known !== undefined) return sampleOf(known, field, seed, named)
    if (schema === 'string') return `${field} "${seed}" \\ 'ü\n`
    if (schema === 'double') return (seed + 1) / 3
    if (schema === 'boolean') return seed % 2 === 1
    if (schema === 'bytes') return Buffer.from([0, 255, 128, 10, seed])
    return seed + field.length
  }
  const type = schema as { readonly [name: string]: unknown }
  const full = `${type.namespace ?? 'alphapulse'}.${type.name}`
  if (type.name !== undefined) named.set(full, type).set(String(type.name), type)
  switch (type.type) {
    case 'record':
      return Object.fromEntries(
        (type.fields as { name: string; type: Schema }[]).map(({ name, type }) => [
          name,
          sampleOf(type, name, seed, named),
        ]),
      )
    case 'enum': {
      const symbols = type.symbols as string[]
      return symbols[seed % symbols.length]
    }
    case 'array':
      return [seed, seed + 1].map((one) => sampleOf(type.items as Schema, field, one, named))
    case 'map':
      return {
        HEAD_A: sampleOf(type.values as Schema, field, seed, named),
        HEAD_B: sampleOf(type.values as Schema, field, seed + 1, named),
      }
    default:
      if (type.logicalType === 'timestamp-millis') return mayMs + seed * 1_001 + field.length
      return sampleOf(type.type as Schema, field, seed, named)
  }
}
