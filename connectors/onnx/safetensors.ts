/** Where a tensor's bytes stand in its file. */
export interface StoredTensor {
  readonly shape: readonly number[]
  readonly offset: number
  readonly length: number
}

export type StoredTensors = ReadonlyMap<string, StoredTensor>

/** The length of the header stands in front of it. */
const lengthBytes = 8
/** As the reference implementation, which refuses more. */
const headerBytesMax = 100_000_000
const floatBytes = 4

/**
 * The tensors of a safetensors file by name; those that are not of `float32` are passed over. `head` is the beginning of the file, at least
 * `headBytes` of it; `fileBytes` is the size of the whole. Throws RangeError, in words, for what is no such file.
 * Source: github.com/huggingface/safetensors, "Format".
 */
export function tensorsOf(head: Uint8Array, fileBytes: number): StoredTensors {
  const dataFrom = headBytes(head, fileBytes)
  if (head.length < dataFrom) throw new RangeError('the header is not whole')
  const header = headerOf(head.subarray(lengthBytes, dataFrom))
  const tensors = new Map<string, StoredTensor>()
  for (const [name, described] of Object.entries(header)) {
    if (name === '__metadata__') continue
    const { dtype, shape, data_offsets } = described as Partial<Described>
    if (dtype !== 'F32') continue
    if (!isWhole(shape) || !isWhole(data_offsets) || data_offsets.length !== 2)
      throw new RangeError(`tensor ${name} has no shape or no place`)
    const [begin = 0, end = 0] = data_offsets
    const length = shape.reduce((product, size) => product * size, floatBytes)
    if (end - begin !== length || dataFrom + end > fileBytes)
      throw new RangeError(`tensor ${name} does not fit into its place in the file`)
    tensors.set(name, { shape, offset: dataFrom + begin, length })
  }
  return tensors
}

/** How many bytes stand before the numbers. */
export function headBytes(head: Uint8Array, fileBytes: number): number {
  if (head.length < lengthBytes) throw new RangeError('it is too short to be a safetensors file')
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const length = Number(view.getBigUint64(0, true))
  if (length > headerBytesMax || lengthBytes + length > fileBytes)
    throw new RangeError('it does not begin as a safetensors file does')
  return lengthBytes + length
}

interface Described {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly number[]
}

function headerOf(bytes: Uint8Array): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof header === 'object' && header !== null) return header
  } catch {
    // Said below.
  }
  throw new RangeError('its header is no JSON object')
}

function isWhole(numbers: unknown): numbers is readonly number[] {
  return (
    Array.isArray(numbers) &&
    numbers.every((number) => Number.isSafeInteger(number) && (number as number) >= 0)
  )
}
