/** A member of a group, and which tasks it says it holds. */
export interface Claim {
  readonly memberId: string
  /** In which generation of the group it was given them; the newest of several claims is right. */
  readonly generation: number
  readonly tasks: readonly number[]
}

/**
 * Gives each task to one member, so that no member has more than one task more than another, and as few
 * as possible go to another member than the one that holds them. Those that must go, go where an older
 * claim on them is: their state may still be there. The order of members and tasks does not matter.
 */
export function assignTasks(
  members: readonly Claim[],
  tasks: readonly number[],
): ReadonlyMap<string, readonly number[]> {
  if (members.length === 0) return new Map()
  // Ascending and newest first: ties are decided alike, whoever counts.
  const ascending = [...new Set(tasks)].sort((a, b) => a - b)
  const newestFirst = [...members].sort(
    (a, b) => b.generation - a.generation || (a.memberId < b.memberId ? -1 : 1),
  )
  const claimants = new Map(
    ascending.map((task) => [task, newestFirst.filter((claim) => claim.tasks.includes(task))]),
  )
  const shares = keptShares(newestFirst, claimants)
  const kept = new Set(shares.flatMap((share) => share.tasks))
  const free = new Set(ascending.filter((task) => !kept.has(task)))
  const give = (task: number, share: Share | undefined): void => {
    if (share === undefined || share.tasks.length === share.size) return
    share.tasks.push(task)
    free.delete(task)
  }
  for (const task of [...free]) {
    for (const { memberId } of claimants.get(task) ?? []) {
      if (free.has(task))
        give(
          task,
          shares.find((share) => share.memberId === memberId),
        )
    }
  }
  for (const task of [...free]) {
    give(
      task,
      shares.find((share) => share.tasks.length < share.size),
    )
  }
  return new Map(shares.map(({ memberId, tasks }) => [memberId, tasks.sort((a, b) => a - b)]))
}

interface Share {
  readonly memberId: string
  /** How many tasks it is to have. */
  readonly size: number
  readonly tasks: number[]
}

/** How many tasks each member is to have, and those that it holds and keeps. */
function keptShares(
  members: readonly Claim[],
  claimants: ReadonlyMap<number, readonly Claim[]>,
): readonly Share[] {
  const held = members.map(({ memberId }) => {
    const own = [...claimants].filter(([, [holder]]) => holder?.memberId === memberId)
    // First those that nobody else ever had: these it keeps.
    own.sort(([a, ofA], [b, ofB]) => Math.min(ofA.length, 2) - Math.min(ofB.length, 2) || a - b)
    return { memberId, tasks: own.map(([task]) => task) }
  })
  // Who holds most may keep the one that is over: then the fewest have to be given away.
  held.sort((a, b) => b.tasks.length - a.tasks.length || (a.memberId < b.memberId ? -1 : 1))
  const least = Math.floor(claimants.size / held.length)
  const withOneMore = claimants.size % held.length
  return held.map(({ memberId, tasks }, at) => {
    const size = least + (at < withOneMore ? 1 : 0)
    return { memberId, size, tasks: tasks.slice(0, size) }
  })
}
