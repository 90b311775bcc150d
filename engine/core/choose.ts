import { flatMap } from './flat-map.ts'

/**
 * Splits a stream of a discriminated union: only the records of one kind go on, as what they carry
 * under that kind's name.
 */
export function choose<Value extends { readonly kind: string }, Kind extends Value['kind']>(
  kind: Kind,
) {
  type Chosen = Extract<Value, { readonly kind: Kind }>
  return flatMap<Value, Chosen extends { readonly [key in Kind]: infer Part } ? Part : never>(
    (value) => (value.kind === kind ? [(value as never)[kind]] : []),
  )
}
