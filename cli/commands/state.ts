import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import { entriesOf, storesOf, type TaskState } from '../../engine/state/task-state.ts'
import { committedStates } from '../committed-states.ts'
import { findPlace, type PlaceFlags, withPlace } from '../data-folder.ts'

export function stateCommand(): Command {
  const state = new Command('state').description('what operators know: their committed states')
  withPlace(state.command('list', { isDefault: true }))
    .description('the stores, with their keys and bytes')
    .action(list)
  withPlace(state.command('show'))
    .description('what one store holds under a key, as JSON')
    .argument('<store>', 'market.base-candles.v1 …; `alphapulse state list` shows them all')
    .argument('[key]', 'a symbol, or desk; all keys where it is left out')
    .action(show)
  return state
}

async function list(flags: PlaceFlags): Promise<void> {
  const stores = storesOf(await committedStates(findPlace(flags)))
  const width = Math.max(0, ...stores.map(({ store }) => store.length))
  for (const { store, keys, slots, bytes } of stores) {
    console.log(
      `${store.padEnd(width)}  ${String(keys).padStart(6)} keys  ${String(slots).padStart(8)} slots  ${bytes.toLocaleString('en').padStart(12)} bytes`,
    )
  }
  if (stores.length === 0) console.log('no operator knows anything yet')
}

async function show(store: string, key: string | undefined, flags: PlaceFlags): Promise<void> {
  const states = await committedStates(findPlace(flags))
  const known = storesOf(states)
  if (!known.some((one) => one.store === store)) {
    const names = known.map((one) => one.store).join(', ')
    throw new ConfigError(
      `there is no store '${store}'; there are ${names === '' ? 'none yet' : names}`,
    )
  }
  const entries = entriesOf(states, store, key)
  if (entries.length === 0)
    throw new ConfigError(`store ${store} holds nothing under '${key}'${keysOf(states, store)}`)
  for (const entry of entries) console.log(JSON.stringify(entry, sayable))
}

const keysTold = 20

function keysOf(states: readonly TaskState[], store: string): string {
  const keys = [...new Set(entriesOf(states, store).map((entry) => entry.key))].sort()
  const more = keys.length > keysTold ? ' …' : ''
  return `; it has ${keys.slice(0, keysTold).join(', ')}${more}`
}

/** Maps, sets, bytes and numbers that JSON has no word for. */
function sayable(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const raw = this[name]
  if (Buffer.isBuffer(raw) || raw instanceof Uint8Array) return Buffer.from(raw).toString('base64')
  if (raw instanceof Map) return Object.fromEntries(raw)
  if (raw instanceof Set) return [...raw]
  if (ArrayBuffer.isView(raw)) return [...(raw as Float64Array)]
  if (typeof raw === 'bigint') return String(raw)
  if (typeof raw === 'number' && !Number.isFinite(raw)) return String(raw)
  return value
}
