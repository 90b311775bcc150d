import { setTimeout as sleep } from 'node:timers/promises'
import type { Kafka } from 'kafkajs'
import { StorageError } from '../../core/errors.ts'
import { type OnWarning, retry } from './client.ts'
import { correctedKafkajs } from './corrections.ts'
import { Fetcher } from './fetcher.ts'
import type { KafkaNames } from './names.ts'

/**
 * What each schema id of a topic meant when it was first written with, kept where the records are: it must live as
 * long as they do, and a registry may forget.
 */
export interface SchemaMemory {
  /** Fingerprints by `topic/id`. */
  read(): Promise<ReadonlyMap<string, string>>
  /** Adds to them. Resolves when they are safe. */
  add(fingerprints: ReadonlyMap<string, string>): Promise<void>
}

const waitMs = 30_000

/** A compacted topic of one partition: the key is `topic/id`, the value the fingerprint, both as text. */
export class TopicSchemaMemory implements SchemaMemory {
  readonly topic: string
  private readonly client: Kafka
  private readonly onWarning: OnWarning

  constructor(client: Kafka, names: KafkaNames, onWarning: OnWarning) {
    this.topic = names.schemaIds
    this.client = client
    this.onWarning = onWarning
  }

  /** Makes the topic where there is none yet. Throws StorageError when it cannot be read to its end in time. */
  async read(): Promise<ReadonlyMap<string, string>> {
    await this.make()
    const fetcher = await Fetcher.connect(this.client, {
      bufferRecords: 10_000,
      waitMs: 100,
      onWarning: this.onWarning,
    })
    try {
      return await this.readAll(fetcher)
    } finally {
      await fetcher.close()
    }
  }

  async add(fingerprints: ReadonlyMap<string, string>): Promise<void> {
    if (fingerprints.size === 0) return
    const producer = this.client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // Each record names its partition; this only keeps kafkajs from warning of its default.
      createPartitioner: correctedKafkajs().Partitioners.DefaultPartitioner,
      retry,
    })
    await producer.connect()
    try {
      const messages = [...fingerprints].map(([key, value]) => ({ key, value, partition: 0 }))
      await producer.send({ topic: this.topic, acks: -1, messages })
    } finally {
      await producer.disconnect()
    }
  }

  private async readAll(fetcher: Fetcher): Promise<Map<string, string>> {
    const late = sleep(waitMs, undefined, { ref: false }).then((): never => {
      throw new StorageError(`${this.topic} could not be read to its end in ${waitMs / 1_000} s`)
    })
    const found = new Map<string, string>()
    for (const { key, value } of await Promise.race([fetcher.readKept(this.topic, 0), late])) {
      if (key !== null && value !== null) found.set(key.toString(), value.toString())
      else if (key !== null) found.delete(key.toString())
    }
    return found
  }

  private async make(): Promise<void> {
    const admin = this.client.admin({ retry })
    await admin.connect()
    try {
      // Who may not create topics may still read one that is there.
      if ((await admin.listTopics()).includes(this.topic)) return
      await admin.createTopics({
        // kafkajs gives up on a broker that has not heard of the topic yet; the reading tries again.
        waitForLeaders: false,
        topics: [
          {
            topic: this.topic,
            numPartitions: 1,
            configEntries: [{ name: 'cleanup.policy', value: 'compact' }],
          },
        ],
      })
    } finally {
      await admin.disconnect()
    }
  }
}
