import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { exitDefaults } from '../operators/positions/exits/catalogue.ts'
import { configLeaves, configSchema, loadConfig } from './config.ts'
import { exitSettings } from './exits-config.ts'

/** A folder without a config file. */
const fromEnvironment = (environment: NodeJS.ProcessEnv) => loadConfig({}, environment, tmpdir())

const settingsOf = (exits: unknown) => exitSettings(configSchema.parse({ exits }).exits)

describe('the exits of a configuration', () => {
  test('are none by default', () => expect(settingsOf(undefined)).toEqual({}))

  test('are those in use, with their defaults', () => {
    const use = ['time_exit', 'break_even']
    const { break_even, time_exit } = exitDefaults
    expect(settingsOf({ use })).toEqual({ break_even, time_exit })
  })

  test('take their parameters from their own name', () => {
    const exits = { use: ['trailing_stop'], trailing_stop: { distanceR: 2 } }
    expect(settingsOf(exits)).toEqual({ trailing_stop: { activateAtR: 1, distanceR: 2 } })
  })

  test('come from the environment, names with commas between them', async () => {
    const { exits } = await fromEnvironment({
      ALPHAPULSE_EXITS_USE: 'partial_take_profit, time_exit',
      ALPHAPULSE_EXITS_PARTIAL_TAKE_PROFIT_SHARE: '0.3',
      ALPHAPULSE_EXITS_TIME_EXIT_UNDER_R: '-0.5',
    })
    expect(exitSettings(exits)).toEqual({
      partial_take_profit: { atR: 1, share: 0.3 },
      time_exit: { afterHours: 24, underR: -0.5 },
    })
  })

  test('have the defaults of the policies in the generated documents', () => {
    const leaves = new Map(configLeaves().map(({ path, fallback }) => [path, fallback]))
    for (const [name, parameters] of Object.entries(exitDefaults)) {
      for (const [parameter, value] of Object.entries(parameters))
        expect(leaves.get(`exits.${name}.${parameter}`)).toBe(value)
    }
  })
})

describe('a configuration with a fault in its exits is refused:', () => {
  const known = 'known are trailing_stop, break_even, partial_take_profit, time_exit'
  const cases: { name: string; environment: NodeJS.ProcessEnv; fault: string }[] = [
    {
      name: 'an unknown policy',
      environment: { ALPHAPULSE_EXITS_USE: 'time_exit,trailing' },
      fault: `exits.use.1 (environment ALPHAPULSE_EXITS_USE): was 'trailing'; ${known}`,
    },
    {
      name: 'a parameter of a policy that is off',
      environment: { ALPHAPULSE_EXITS_BREAK_EVEN_AT_R: '2' },
      fault:
        'exits.break_even.atR (environment ALPHAPULSE_EXITS_BREAK_EVEN_AT_R): is set to 2, but break_even is not in use: add it to exits.use',
    },
    {
      name: 'a time exit that would never come',
      environment: {
        ALPHAPULSE_EXITS_USE: 'time_exit',
        ALPHAPULSE_EXITS_TIME_EXIT_AFTER_HOURS: '72',
      },
      fault: 'was 72; it must be less than max_signal_age_hours, 72, at which a signal expires',
    },
    {
      name: 'the whole as a part',
      environment: {
        ALPHAPULSE_EXITS_USE: 'partial_take_profit',
        ALPHAPULSE_EXITS_PARTIAL_TAKE_PROFIT_SHARE: '1',
      },
      fault: 'exits.partial_take_profit.share (environment',
    },
  ]
  for (const { name, environment, fault } of cases) {
    test(`${name}, together with the other faults`, async () => {
      const loading = fromEnvironment({ ...environment, ALPHAPULSE_PARTITIONS: '0' })
      await expect(loading).rejects.toThrow('the configuration has 2 faults:')
      await expect(fromEnvironment(environment)).rejects.toThrow(fault)
    })
  }

  test('an unknown name among the parameters', () => {
    expect(() => configSchema.parse({ exits: { trailing: {} } })).toThrow(
      `was 'trailing'; ${known}`,
    )
  })
})
