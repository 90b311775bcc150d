import { type BreakEven, breakEvenDefaults } from './break-even.ts'
import { type PartialTakeProfit, partialTakeProfitDefaults } from './partial-take-profit.ts'
import { type TimeExit, timeExitDefaults } from './time-exit.ts'
import { type TrailingStop, trailingStopDefaults } from './trailing-stop.ts'

/** The exit policies by the names that settings and outcomes know them by, with their defaults. */
export const exitDefaults = {
  trailing_stop: trailingStopDefaults,
  break_even: breakEvenDefaults,
  partial_take_profit: partialTakeProfitDefaults,
  time_exit: timeExitDefaults,
} as const satisfies Required<ExitSettings>

export type ExitName = keyof ExitSettings

export const exitNames = Object.keys(exitDefaults) as readonly ExitName[]

/** `exits`: the policies in use; one that is absent is off. */
export interface ExitSettings {
  readonly trailing_stop?: TrailingStop
  readonly break_even?: BreakEven
  readonly partial_take_profit?: PartialTakeProfit
  readonly time_exit?: TimeExit
}

/** Levels and age alone end a position. */
export const noExits: ExitSettings = {}

/** The parameters of the policies in use, in the order of the catalogue, however they were named. */
export function exitsInUse(
  use: readonly ExitName[],
  parameters: Required<ExitSettings>,
): ExitSettings {
  return Object.fromEntries(
    exitNames.filter((name) => use.includes(name)).map((name) => [name, parameters[name]]),
  )
}
