import avro from 'avsc'

/**
 * The path, as `entry.price`, of the first field that a reader cannot read of what a writer wrote; undefined
 * where both are no records, or all their fields agree.
 */
export function incompatibleField(reader: avro.Type, writer: avro.Type): string | undefined {
  if (!isRecord(reader) || !isRecord(writer)) return undefined
  for (const field of reader.fields) {
    const names = [field.name, ...field.aliases]
    const written = writer.fields.find(({ name }) => names.includes(name))
    if (written === undefined) {
      if (field.defaultValue() === undefined) return field.name
      continue
    }
    if (canRead(field.type, written.type)) continue
    const inner = incompatibleField(field.type, written.type)
    return inner === undefined ? field.name : `${field.name}.${inner}`
  }
  return undefined
}

function isRecord(type: avro.Type): type is avro.types.RecordType {
  return type instanceof avro.types.RecordType
}

function canRead(reader: avro.Type, writer: avro.Type): boolean {
  try {
    reader.createResolver(writer)
    return true
  } catch {
    // That is how avsc says no.
    return false
  }
}
