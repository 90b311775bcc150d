import type { DeadLetter } from '../core/dead-letter.ts'
import type { Message } from '../core/message.ts'
import {
  type DriverInputs,
  type DriverOutputs,
  OperatorRun,
  type RunOptions,
  type Story,
  underTest,
} from './operator-run.ts'

export interface TestDriver {
  /** Gives a record to an input at a stamp; time never falls. */
  feed(input: string, key: string, value: unknown, timeMs: number): void
  /** Lets time pass without a record. */
  beat(timeMs: number): void
  /** Saves, forgets everything in memory and restores, as after a crash. */
  crash(): void
  /** Values that an output has given so far. */
  values(output: string): unknown[]
  messages(output: string): readonly Message<unknown>[]
  deadLetters(): readonly DeadLetter[]
  /** What operators counted, by `operator.name`. */
  counts(): Story['counts']
  /** What is saved, decoded, by `store/key/slot`. */
  state(): Story['state']
}

/**
 * Runs operators without log, clock or broker: records in, time by hand, records and state out.
 * While it runs, the clock, randomness and timers of the process throw, and what goes in and comes
 * out is frozen, so that an operator that is not pure fails its test. A record on an input waits
 * while one of the same time may still come on an input named before it, as in a task.
 */
export function testDriver<const Name extends string>(
  inputs: readonly Name[],
  build: (inputs: DriverInputs<Name>) => DriverOutputs,
  options: RunOptions = {},
): TestDriver {
  const run = new OperatorRun(underTest(inputs, build), options)
  const runAndCommit = (): void => {
    while (run.run(Number.MAX_SAFE_INTEGER));
    run.commit()
  }
  return {
    feed(input, key, value, timeMs) {
      run.append({ input, key, value, timeMs })
      runAndCommit()
    },
    beat(beatMs) {
      run.append({ beatMs })
      runAndCommit()
    },
    crash: () => run.crash(),
    values: (output) => run.list(output).map(({ value }) => value),
    messages: (output) => run.list(output),
    deadLetters: () => run.story().deadLetters,
    counts: () => run.story().counts,
    state: () => run.story().state,
  }
}
