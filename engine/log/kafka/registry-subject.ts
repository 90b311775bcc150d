import { isDeepStrictEqual } from 'node:util'
import type { Compatibility } from '@confluentinc/schemaregistry/dist/schemaregistry-client.js'
import { type RegistryClient, RegistryFailure, schemaOf } from './registry-client.ts'

/** One version of a subject's schema, as the registry holds it. */
export interface SchemaVersion {
  readonly number: number
  readonly id: number
  readonly schema: unknown
}

/** Levels that refuse at least what BACKWARD refuses: somebody may have asked for more. */
const strictEnough = new Set(['BACKWARD', 'BACKWARD_TRANSITIVE', 'FULL', 'FULL_TRANSITIVE'])

/** What a schema registry keeps under one name; every call throws RegistryFailure, when the registry was away for long. */
export class RegistrySubject {
  readonly name: string
  private readonly client: RegistryClient

  constructor(client: RegistryClient, name: string) {
    this.client = client
    this.name = name
  }

  /** Oldest first; none where the registry does not know the subject. */
  async versions(): Promise<SchemaVersion[]> {
    const numbers = await orUndefined(
      this.client.askPatiently((one) => one.getAllVersions(this.name)),
    )
    return Promise.all(
      (numbers ?? []).map(async (number) => {
        const found = await this.client.askPatiently((one) =>
          one.getSchemaMetadata(this.name, number),
        )
        const schema = schemaOf(found, `version ${number} of ${this.name}`)
        return { number, id: checkedId(found.id), schema }
      }),
    )
  }

  /** The id of the schema, which it had already or has now. */
  async register(schema: unknown): Promise<number> {
    const info = { schemaType: 'AVRO', schema: JSON.stringify(schema) }
    try {
      return checkedId(await this.client.askPatiently((one) => one.register(this.name, info)))
    } catch (error) {
      if ((error as RegistryFailure).kind !== 'refused') throw error
      // Another process of ours may have done it in the same instant.
      const same = (await this.versions()).findLast((one) => isDeepStrictEqual(one.schema, schema))
      if (same === undefined) throw error
      return same.id
    }
  }

  async enforceBackward(): Promise<void> {
    if (await this.isBackward()) return
    try {
      await this.client.askPatiently((one) =>
        one.updateCompatibility(this.name, 'BACKWARD' as Compatibility),
      )
    } catch (error) {
      // Apicurio refuses the second of two who ask for it in the same instant.
      const { kind } = error as RegistryFailure
      if (kind !== 'refused' || !(await this.isBackward())) throw error
    }
  }

  private async isBackward(): Promise<boolean> {
    const level = await orUndefined(
      this.client.askPatiently((one) => one.getCompatibility(this.name)),
    )
    return level !== undefined && strictEnough.has(level)
  }

  /** Undefined where the registry has no such id. It may be another subject's: ids count over all of them. */
  async schemaById(id: number): Promise<unknown> {
    const info = await orUndefined(
      this.client.askPatiently((one) => one.getBySubjectAndId(this.name, id)),
    )
    return info === undefined ? undefined : schemaOf(info, `schema id ${id}`)
  }
}

async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if ((error as RegistryFailure).kind === 'missing') return undefined
    throw error
  }
}

/** What fits the wire format. */
function checkedId(id: unknown): number {
  if (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < 2 ** 31) return id
  throw new RegistryFailure('foreign', `the schema registry gave '${id}' as the id of a schema`)
}
