import { deepStrictEqual } from 'node:assert'
import { OperatorRun, type OperatorUnderTest, type Step, type Story } from './operator-run.ts'

/** Runs steps one by one, each committed. */
export function storyOf(
  operator: OperatorUnderTest,
  steps: readonly Step[],
  afterEach: (run: OperatorRun, at: number) => void = () => undefined,
): Story {
  const run = new OperatorRun(operator)
  steps.forEach((step, at) => {
    run.append(step)
    while (run.run(Number.MAX_SAFE_INTEGER));
    run.commit()
    afterEach(run, at)
  })
  return run.story()
}

/** A crash after any step, or after all of them, changes nothing that can be seen. */
export function sameUnderEveryCrash(operator: OperatorUnderTest, steps: readonly Step[]): void {
  const expected = storyOf(operator, steps)
  const crashing = storyOf(operator, steps, (run) => run.crash())
  same(crashing, expected, 'crashed after every step')
  for (const at of sampled(steps.length)) {
    const once = storyOf(operator, steps, (run, now) => {
      if (now === at) run.crash()
    })
    same(once, expected, `crashed after step ${at}`)
  }
}

/**
 * No lookahead, and no state outside the store: on each prefix of the steps, a fresh run gives just
 * the prefix of the outputs.
 */
export function samePrefix(operator: OperatorUnderTest, steps: readonly Step[]): void {
  const stories: Story[] = []
  storyOf(operator, steps, (run) => stories.push(run.story()))
  for (const at of sampled(steps.length)) {
    const alone = storyOf(operator, steps.slice(0, at + 1))
    const whole = stories[at] as Story
    same(alone, whole, `only the first ${at + 1} of ${steps.length} steps`)
  }
}

/**
 * However the steps come together, however many events a turn takes, wherever a commit falls, and
 * wherever a crash undoes what was not committed: the outcome is the same.
 */
export function sameUnderEveryCut(operator: OperatorUnderTest, steps: readonly Step[]): void {
  const expected = storyOf(operator, steps)
  for (const together of [1, 2, 5, steps.length]) {
    for (const eventsMax of [1, 3, Number.MAX_SAFE_INTEGER]) {
      for (const turnsPerCommit of [1, 4]) {
        const cut = { together, eventsMax, turnsPerCommit }
        same(storyOfCut(operator, steps, cut), expected, `cut by ${JSON.stringify(cut)}`)
      }
    }
  }
}

interface Cut {
  readonly together: number
  readonly eventsMax: number
  readonly turnsPerCommit: number
}

function storyOfCut(operator: OperatorUnderTest, steps: readonly Step[], cut: Cut): Story {
  const run = new OperatorRun(operator)
  let turns = 0
  let crashes = 0
  for (let from = 0; from < steps.length; from += cut.together) {
    for (const step of steps.slice(from, from + cut.together)) run.append(step)
    while (run.run(cut.eventsMax)) {
      turns++
      if (turns % cut.turnsPerCommit === 0) run.commit()
      // Each crash costs what was not committed; more of them with time would never end.
      else if (turns % 3 === 0 && crashes++ < crashesMax) run.crash()
    }
  }
  run.commit()
  return run.story()
}

const crashesMax = 500

/** Every index of a short list, some of a long one. */
function sampled(length: number): number[] {
  const count = Math.min(length, sampledMax)
  return Array.from({ length: count }, (_, at) => Math.floor(((at + 1) * length) / count) - 1)
}

const sampledMax = 16

function same(actual: Story, expected: Story, how: string): void {
  try {
    deepStrictEqual(actual, expected)
  } catch (error) {
    throw new Error(`not the same when ${how}: ${(error as Error).message}`, { cause: error })
  }
}
