import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assignTasks, type Claim } from './assign-tasks.ts'

const tasksOf = (count: number): number[] => Array.from({ length: count }, (_, task) => task)
const member = (memberId: string, generation = 0, tasks: readonly number[] = []): Claim => ({
  memberId,
  generation,
  tasks,
})
const given = (
  members: readonly Claim[],
  count: number,
): { [memberId: string]: readonly number[] } =>
  Object.fromEntries(assignTasks(members, tasksOf(count)))

/** Any claims: true ones, stale ones, several for one task, and for tasks that are not there. */
const claims = fc.uniqueArray(
  fc.record({
    memberId: fc.string({ minLength: 1, maxLength: 3 }),
    generation: fc.integer({ min: -1, max: 4 }),
    tasks: fc.uniqueArray(fc.nat(9), { maxLength: 8 }),
  }),
  { selector: ({ memberId }) => memberId, minLength: 1, maxLength: 5 },
)

/** Who holds each task by the newest claim. */
function holdersOf(members: readonly Claim[], count: number): Map<number, string> {
  const newestFirst = [...members].sort(
    (a, b) => b.generation - a.generation || (a.memberId < b.memberId ? -1 : 1),
  )
  return new Map(
    tasksOf(count).flatMap((task) => {
      const holder = newestFirst.find(({ tasks }) => tasks.includes(task))
      return holder === undefined ? [] : [[task, holder.memberId] as const]
    }),
  )
}

/** The most tasks that can stay in any balanced assignment, by trying every one. */
function mostKept(members: readonly Claim[], count: number): number {
  const holders = holdersOf(members, count)
  const least = Math.floor(count / members.length)
  const most = Math.ceil(count / members.length)
  const loads = new Map(members.map(({ memberId }) => [memberId, 0]))
  const from = (task: number): number => {
    if (task === count) {
      const balanced = [...loads.values()].every((load) => load >= least && load <= most)
      return balanced ? 0 : Number.NEGATIVE_INFINITY
    }
    let best = Number.NEGATIVE_INFINITY
    for (const [memberId, load] of loads) {
      if (load === most) continue
      loads.set(memberId, load + 1)
      best = Math.max(best, from(task + 1) + (holders.get(task) === memberId ? 1 : 0))
      loads.set(memberId, load)
    }
    return best
  }
  return from(0)
}

describe('tasks are shared out', () => {
  test('among members that hold nothing, in the order of their names', () => {
    expect(given([member('b'), member('a')], 5)).toEqual({ a: [0, 1, 2], b: [3, 4] })
  })

  test('so that one who joins gets only what balance takes', () => {
    const members = [member('a', 1, [0, 1, 2]), member('b', 1, [3, 4, 5]), member('c')]
    expect(given(members, 6)).toEqual({ a: [0, 1], b: [3, 4], c: [2, 5] })
  })

  test('so that the others keep theirs when one leaves', () => {
    const members = [member('a', 2, [0, 1]), member('b', 2, [3, 4])]
    expect(given(members, 6)).toEqual({ a: [0, 1, 2], b: [3, 4, 5] })
  })

  test('to the newest of several claims: who was away has lost', () => {
    const members = [member('zombie', 3, [0, 1]), member('owner', 4, [0, 1])]
    expect(given(members, 2)).toEqual({ owner: [0], zombie: [1] })
    const three = [member('zombie', 3, [0]), member('owner', 4, [0]), member('other', 4, [1])]
    expect(given(three, 2)).toEqual({ owner: [0], other: [1], zombie: [] })
  })

  test('back to where their state may still be, as far as they must go at all', () => {
    const members = [member('new', 5, [0, 1, 2, 3, 4, 5]), member('back', 2, [0, 3, 4, 5])]
    expect(given(members, 6)).toEqual({ new: [0, 1, 2], back: [3, 4, 5] })
  })

  test('each to exactly one, whatever is claimed', () => {
    fc.assert(
      fc.property(claims, fc.nat(9), (members, count) => {
        const all = [...assignTasks(members, tasksOf(count)).values()].flat()
        expect(all.sort((a, b) => a - b)).toEqual(tasksOf(count))
      }),
    )
  })

  test('evenly: no member has more than one more than another', () => {
    fc.assert(
      fc.property(claims, fc.nat(9), (members, count) => {
        const loads = [...assignTasks(members, tasksOf(count)).values()].map(({ length }) => length)
        expect(loads).toHaveLength(members.length)
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('with the fewest moves that balance allows', () => {
    fc.assert(
      fc.property(claims, fc.nat(6), (members, count) => {
        const holders = holdersOf(members, count)
        const kept = [...assignTasks(members, tasksOf(count))].flatMap(([memberId, tasks]) =>
          tasks.filter((task) => holders.get(task) === memberId),
        )
        expect(kept).toHaveLength(mostKept(members, count))
      }),
    )
  })

  test('alike by every member: the order in which they are told does not matter', () => {
    fc.assert(
      fc.property(claims, fc.nat(9), fc.infiniteStream(fc.nat()), (members, count, ranks) => {
        const shuffled = members
          .map((member) => ({ member, rank: ranks.next().value ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ member }) => member)
        expect(given(shuffled, count)).toEqual(given(members, count))
        const reversed = Object.fromEntries(assignTasks(members, tasksOf(count).reverse()))
        expect(reversed).toEqual(given(members, count))
      }),
    )
  })
})
