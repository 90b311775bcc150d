import { z } from 'zod'
import {
  type ExitName,
  type ExitSettings,
  exitDefaults,
  exitNames,
  exitsInUse,
} from '../operators/positions/exits/catalogue.ts'

const {
  trailing_stop: trailing,
  break_even: even,
  partial_take_profit: partial,
  time_exit: time,
} = exitDefaults
const known = `known are ${exitNames.join(', ')}`
const positive = z.number().positive()

/** A list, or from the environment its names with commas between them. */
const use = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value),
    z.array(
      z.enum(exitNames as readonly [ExitName, ...ExitName[]], {
        error: ({ input }) => `was '${String(input)}'; ${known}`,
      }),
    ),
  )
  .default([])
  .describe(`Exit policies in use, of: ${exitNames.join(', ')}; empty: none`)

interface ExitsConfig extends Required<ExitSettings> {
  readonly use: readonly ExitName[]
}

/** `exits`: which policies, and the parameters of each under its name. R is the initial risk. */
export const exitsSchema = z
  .strictObject(
    {
      use,
      trailing_stop: z
        .strictObject({
          activateAtR: z
            .number()
            .min(0)
            .default(trailing.activateAtR)
            .describe('Profit from which the stop trails, multiples of the initial risk'),
          distanceR: positive
            .default(trailing.distanceR)
            .describe('How far behind the best price it trails, multiples of the initial risk'),
        })
        .prefault({}),
      break_even: z
        .strictObject({
          atR: positive
            .default(even.atR)
            .describe(
              'Profit at which the stop moves to the entry plus both sides’ costs, multiples of the initial risk',
            ),
        })
        .prefault({}),
      partial_take_profit: z
        .strictObject({
          atR: positive
            .default(partial.atR)
            .describe('Profit at which a part is taken, multiples of the initial risk'),
          share: positive
            .lt(1)
            .default(partial.share)
            .describe('The part, of the whole position, between 0 and 1'),
        })
        .prefault({}),
      time_exit: z
        .strictObject({
          afterHours: positive
            .default(time.afterHours)
            .describe('Hours after the entry at which a position is closed'),
          underR: z
            .number()
            .nullable()
            .default(time.underR)
            .describe(
              'Only if it has won less than this by then, multiples of the initial risk; empty: in any case',
            ),
        })
        .prefault({}),
    },
    {
      error: ({ code, keys }) =>
        code === 'unrecognized_keys' ? `was '${(keys ?? []).join("', '")}'; ${known}` : undefined,
    },
  )
  .superRefine(refuseUnused)
  .prefault({})

export function exitSettings({ use, ...parameters }: ExitsConfig): ExitSettings {
  return exitsInUse(use, parameters)
}

/** A parameter of a policy that is off would have no effect, and nobody would be told. */
function refuseUnused(exits: ExitsConfig, context: z.RefinementCtx): void {
  for (const name of exitNames) {
    if (exits.use.includes(name)) continue
    const defaults: { readonly [parameter: string]: number | null } = { ...exitDefaults[name] }
    for (const [parameter, value] of Object.entries(exits[name])) {
      if (value === defaults[parameter]) continue
      const message = `is set to ${value}, but ${name} is not in use: add it to exits.use`
      context.addIssue({ code: 'custom', path: [name, parameter], message })
    }
  }
}

/** A time exit at or after the age of a signal would never come. */
export function refuseLateTimeExit(
  config: { readonly exits: ExitsConfig; readonly max_signal_age_hours: number },
  context: z.RefinementCtx,
): void {
  const { use, time_exit: timeExit } = config.exits
  const ageHours = config.max_signal_age_hours
  if (!use.includes('time_exit') || timeExit.afterHours < ageHours) return
  const message = `was ${timeExit.afterHours}; it must be less than max_signal_age_hours, ${ageHours}, at which a signal expires`
  context.addIssue({ code: 'custom', path: ['exits', 'time_exit', 'afterHours'], message })
}
