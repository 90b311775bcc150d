import { ProtobufWriter } from './protobuf-writer.ts'

/** TensorProto.DataType of onnx.proto. */
const elementTypes = { float: 1, int64: 7 } as const

export type ElementType = keyof typeof elementTypes

/** A number, or the name of a size that is known only when the model runs. */
export type Dimension = number | string

/** Where a constant's bytes stand in another file, beside the model's. */
export interface ExternalData {
  readonly location: string
  readonly offset: number
  readonly length: number
}

export type AttributeValue = number | readonly number[] | { readonly float: number }

/** Everything that a node, a constant or an input gives, by name. */
export type Value = string

const irVersion = 8
const opset = 17

/**
 * An ONNX model in the making: values flow from inputs and constants through nodes to outputs. Nodes must
 * be added in the order in which they can be computed. Source: onnx.proto3 of ONNX 1.15, whose field
 * numbers these are.
 */
export class OnnxGraph {
  private readonly graph = new ProtobufWriter(4_096)
  private readonly names = new Set<string>()
  private nodes = 0

  constructor(name: string) {
    this.graph.text(2, name)
  }

  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    this.graph.message(11, valueInfo(this.fresh(name), type, shape))
    return name
  }

  /** A constant of float numbers. */
  floats(name: string, shape: readonly number[], values: Float32Array): Value {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    this.graph.message(5, tensor(this.fresh(name), 'float', shape).bytes(9, bytes))
    return name
  }

  /** A list of integers, as shapes and axes are. */
  integers(name: string, values: readonly number[]): Value {
    const numbers = BigInt64Array.from(values, BigInt)
    const bytes = new Uint8Array(numbers.buffer)
    this.graph.message(5, tensor(this.fresh(name), 'int64', [values.length]).bytes(9, bytes))
    return name
  }

  /** A constant of float numbers that stay in another file. */
  external(name: string, shape: readonly number[], data: ExternalData): Value {
    const written = tensor(this.fresh(name), 'float', shape)
    for (const [key, value] of Object.entries(data))
      written.message(13, new ProtobufWriter().text(1, key).text(2, String(value)))
    this.graph.message(5, written.integer(14, externalLocation))
    return name
  }

  /** A node with one output, which is named after it where nobody says otherwise. */
  node(
    operator: string,
    inputs: readonly Value[],
    attributes: { readonly [name: string]: AttributeValue } = {},
    output: Value = `${operator}_${this.nodes}`,
  ): Value {
    for (const input of inputs) {
      if (!this.names.has(input))
        throw new RangeError(`${operator} reads '${input}', which nothing gives`)
    }
    this.nodes++
    const node = new ProtobufWriter(128)
    for (const input of inputs) node.text(1, input)
    node.text(2, this.fresh(output)).text(3, output).text(4, operator)
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value))
    this.graph.message(1, node)
    return output
  }

  output(name: Value, type: ElementType, shape: readonly Dimension[]): void {
    this.graph.message(12, valueInfo(name, type, shape))
  }

  /** The whole model as the bytes of an `.onnx` file; the same graph gives the same bytes. */
  model(producer: string): Uint8Array {
    return new ProtobufWriter(4_096)
      .integer(1, irVersion)
      .text(2, producer)
      .message(7, this.graph)
      .message(8, new ProtobufWriter().text(1, '').integer(2, opset))
      .written()
  }

  private fresh(name: string): string {
    if (this.names.has(name)) throw new RangeError(`'${name}' is there twice`)
    this.names.add(name)
    return name
  }
}

/** TensorProto.DataLocation. */
const externalLocation = 1
/** AttributeProto.AttributeType. */
const attributeTypes = { float: 1, integer: 2, integers: 7 } as const

function tensor(name: string, type: ElementType, shape: readonly number[]): ProtobufWriter {
  return new ProtobufWriter(256).packed(1, shape).integer(2, elementTypes[type]).text(8, name)
}

function attribute(name: string, value: AttributeValue): ProtobufWriter {
  const written = new ProtobufWriter().text(1, name)
  if (typeof value === 'number')
    return written.integer(3, value).integer(20, attributeTypes.integer)
  if ('float' in value) return written.float(2, value.float).integer(20, attributeTypes.float)
  return written.packed(8, value).integer(20, attributeTypes.integers)
}

function valueInfo(name: string, type: ElementType, shape: readonly Dimension[]): ProtobufWriter {
  const dimensions = new ProtobufWriter()
  for (const size of shape) {
    const dimension = new ProtobufWriter()
    dimensions.message(
      1,
      typeof size === 'number' ? dimension.integer(1, size) : dimension.text(2, size),
    )
  }
  const tensorType = new ProtobufWriter().integer(1, elementTypes[type]).message(2, dimensions)
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType))
}
