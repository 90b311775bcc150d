import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Source } from '../../engine/core/source.ts'
import type { Log } from '../../engine/log/log.ts'
import type { Control } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { chainEngine, digestsOf, recordsOf, runChain, valuesOf } from './chain.ts'
import {
  dayMs,
  firstRows,
  haveData,
  monthFiles,
  monthStartMs,
  rowsPerDay,
  sourceOf,
  whereAbsent,
  withControl,
} from './market-data.ts'

/** Louder for some heads, quieter for others, within the bounds. */
const otherWeights: Control = {
  id: 'other-weights',
  command: 'set-weights',
  arguments: JSON.stringify({
    HEAD_A: 0.05,
    HEAD_B: 0.05,
    HEAD_C: 0.25,
    HEAD_D: 0.05,
    HEAD_E: 0.2,
    HEAD_F: 0.05,
    HEAD_G: 0.25,
    HEAD_H: 0.05,
    HEAD_I: 0.05,
  }),
  who: 'a test',
  why: 'to see other decisions',
}
const commandMs = monthStartMs + dayMs / 2

describe.skipIf(!haveData)(`other weights${whereAbsent}`, () => {
  let files: ReturnType<typeof firstRows>
  let source: Source
  let learned: Log

  beforeAll(async () => {
    files = firstRows(monthFiles, 3 * rowsPerDay)
    source = await sourceOf(files.paths)
    learned = await runChain({ source })
  })
  afterAll(() => files.remove())

  test('decide otherwise from their epoch on, on the same votes', async () => {
    const set = await runChain({ source: withControl(source, commandMs, otherWeights) })
    const [version] = recordsOf(set, topics.weights)
    if (version === undefined) throw new Error('no weights were set')
    const { value, timeMs } = version
    expect(value).toMatchObject({ version: 1, trigger: 'manual', cause: otherWeights.id })
    expect(value.weights).not.toEqual(
      Object.fromEntries(Object.keys(value.weights).map((head) => [head, 1 / 9])),
    )
    expect(value.effective_from).toBe(Math.ceil((timeMs + 60_000) / 900_000) * 900_000)

    const votesOf = (log: Log) =>
      valuesOf(log, topics.headVotes)
        .map(({ id }) => id)
        .sort()
    expect(votesOf(set)).toEqual(votesOf(learned))
    const decided = (log: Log, before: boolean) =>
      [...recordsOf(log, topics.candidates), ...recordsOf(log, topics.rejections)]
        .filter(({ timeMs: at }) => at < value.effective_from === before)
        .map(({ value: { id, confidence, support } }) => `${id} ${confidence} ${support}`)
        .sort()
    expect(decided(set, true)).toEqual(decided(learned, true))
    const candidatesOf = (log: Log) =>
      valuesOf(log, topics.candidates)
        .map(({ id }) => id)
        .sort()
    expect(candidatesOf(set)).not.toEqual(candidatesOf(learned))
  })

  test('decide the same again when the command comes in the middle of any batch', async () => {
    const expected = digestsOf(
      await runChain({ source: withControl(source, commandMs, otherWeights) }),
    )
    for (const [batch, partitions] of [
      [13, 1],
      [700, 6],
    ] as const) {
      const again = withControl(source, commandMs, otherWeights)
      const log = await runChain({ source: again, batch, partitions, commitEvents: 500 })
      expect(digestsOf(log), `batch ${batch}`).toEqual(expected)
    }
  })

  test('can be set by a command to the running engine', async () => {
    const answers: Promise<number>[] = []
    const engine = chainEngine({
      source,
      onTurn: (running) => {
        if (answers.length === 0 && running.ingest.clockMs > commandMs)
          answers.push(running.inject(topics.control, 'desk', otherWeights))
      },
    })
    await engine.run()
    expect(await Promise.all(answers)).toHaveLength(1)
    const [version] = valuesOf(engine.log, topics.weights)
    expect(version).toMatchObject({ version: 1, trigger: 'manual', cause: otherWeights.id })
    expect(digestsOf(engine.log).candidates).not.toEqual(digestsOf(learned).candidates)
  })
})
