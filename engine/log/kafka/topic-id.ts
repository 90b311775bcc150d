import type { ProtocolRequest } from './private-cluster.ts'
import { require } from './private-module.ts'

interface Encoder {
  writeBuffer(value: Buffer): Encoder
  writeBoolean(value: boolean): Encoder
  writeUVarInt(value: number): Encoder
  writeUVarIntString(value: string): Encoder
  writeUVarIntArray(values: readonly Encoder[]): Encoder
}

interface Decoder {
  readInt16(): number
  readInt32(): number
  readBoolean(): boolean
  readBytes(length: number): Buffer
  readUVarIntString(): string | null
  readUVarIntArray<T>(each: (decoder: Decoder) => T): T[] | null
  readTaggedFields(): void
}

interface FoundId {
  readonly errorCode: number
  /** 16 bytes, in hexadecimal. */
  readonly id: string
}

/**
 * A Metadata request of version 12 (https://kafka.apache.org/protocol#The_Messages_Metadata): it alone tells a
 * topic's id, by which a topic that was deleted and made anew is another one (KIP-516). kafkajs stops at 6.
 */
export function topicIdRequest(topic: string): ProtocolRequest<FoundId> {
  const EncoderClass = require('kafkajs/src/protocol/encoder') as new () => Encoder
  const DecoderClass = require('kafkajs/src/protocol/decoder') as new (raw: Buffer) => Decoder
  const { Metadata: apiKey } = require('kafkajs/src/protocol/requests/apiKeys') as {
    readonly Metadata: number
  }
  const asked = new EncoderClass()
    // By name, so no id.
    .writeBuffer(Buffer.alloc(idBytes))
    .writeUVarIntString(topic)
    .writeUVarInt(0)
  return {
    request: {
      apiKey,
      apiVersion: 12,
      apiName: 'Metadata',
      encode: async () =>
        new EncoderClass()
          // The request header's own tags come first.
          .writeUVarInt(0)
          .writeUVarIntArray([asked])
          // Neither is it to be made, nor do we ask what we may do.
          .writeBoolean(false)
          .writeBoolean(false)
          .writeUVarInt(0),
    },
    response: {
      decode: async (raw) => decode(new DecoderClass(raw)),
      parse: async (found) => found,
    },
  }
}

const idBytes = 16

/** As far as the topic's id; what comes behind it is of no interest. */
function decode(decoder: Decoder): FoundId {
  decoder.readTaggedFields()
  // Throttle time: the broker waits itself.
  decoder.readInt32()
  decoder.readUVarIntArray((broker) => {
    broker.readInt32()
    broker.readUVarIntString()
    broker.readInt32()
    broker.readUVarIntString()
    broker.readTaggedFields()
  })
  // Cluster id and controller.
  decoder.readUVarIntString()
  decoder.readInt32()
  const [found = { errorCode: unknownTopic, id: '' }] =
    decoder.readUVarIntArray((topic): FoundId => {
      const errorCode = topic.readInt16()
      topic.readUVarIntString()
      return { errorCode, id: topic.readBytes(idBytes).toString('hex') }
    }) ?? []
  return found
}

const unknownTopic = 3
