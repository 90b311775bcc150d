import { contentId } from '../../engine/core/identity.ts'
import { defineOperator, type OperatorContext } from '../../engine/core/operator.ts'
import type { Control, LearningEvent, Setting } from '../../schemas/contracts.generated.ts'
import { isPresetName } from '../consensus/preset-name.ts'
import { effectiveFromMs } from './epoch.ts'
import type { TradingSettings } from './trading-settings.ts'

export type Settled =
  | { readonly kind: 'setting'; readonly setting: Setting }
  | { readonly kind: 'event'; readonly event: LearningEvent }

interface State {
  readonly version: number
  readonly values: { readonly [name: string]: string }
}

/** Commands that this operator does not know belong to the desk's brakes or to the learning. */
const othersCommands = new Set(['halt', 'resume', 'set-weights', 'rollback-weights', 'run-job'])

/** Turns `set` and `config` commands into settings in force, or into a refusal that says why. */
export function settleCommands({
  id,
  settings,
}: {
  readonly id: string
  readonly settings: TradingSettings
}) {
  return defineOperator<Control, Settled, State>({
    id,
    version: 1,
    onRecord(control, context) {
      if (othersCommands.has(control.command)) return
      const wanted = settingOf(control)
      if (typeof wanted === 'string') {
        refuse(control, wanted, context)
        return
      }
      const state = context.store.get() ?? { version: 0, values: {} }
      const version = state.version + 1
      context.store.put({ version, values: { ...state.values, [wanted.name]: wanted.value } })
      context.emit({
        kind: 'setting',
        setting: {
          version,
          name: wanted.name,
          value: wanted.value,
          effective_from: effectiveFromMs(context.timeMs, settings),
          who: control.who,
          why: control.why,
        },
      })
      // The configuration of a start holds what changes no result, such as the batch: no lesson's trail.
      if (control.command === 'config') return
      context.emit({
        kind: 'event',
        event: {
          id: contentId('event', 'setting', control.id),
          event_type: 'setting_changed',
          signal_id: null,
          old_value: state.values[wanted.name] ?? 'null',
          new_value: JSON.stringify({ [wanted.name]: JSON.parse(wanted.value) }),
          triggered_by: control.who,
          event_time: context.timeMs,
        },
      })
    },
  })
}

/** The setting that a command asks for, or what is wrong with it. */
function settingOf(control: Control): { readonly name: string; readonly value: string } | string {
  if (control.command === 'config') return { name: 'config', value: control.arguments }
  if (control.command !== 'set') return `command '${control.command}' is not known`
  const { name, value } = JSON.parse(control.arguments) as { name?: unknown; value?: unknown }
  if (name !== 'preset') return `setting '${String(name)}' is not known; known is: preset`
  if (!isPresetName(value)) {
    return `preset was '${String(value)}'; known are strict, standard, exploring`
  }
  return { name, value: JSON.stringify(value) }
}

function refuse(control: Control, reason: string, context: OperatorContext<Settled, State>): void {
  context.emit({
    kind: 'event',
    event: {
      id: contentId('event', 'refused', control.id),
      event_type: 'command_refused',
      signal_id: null,
      old_value: JSON.stringify({ command: control.command, arguments: control.arguments }),
      new_value: JSON.stringify({ reason }),
      triggered_by: control.who,
      event_time: context.timeMs,
    },
  })
}
