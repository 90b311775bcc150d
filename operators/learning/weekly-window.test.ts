import { describe, expect, test } from 'vitest'
import { selectWindow } from './weekly-window.ts'

const day = 86_400_000
const now = 100 * day
const at = (daysAgo: number, id = `${daysAgo}`) => ({ id, exit_time: now - daysAgo * day })
const many = (count: number, daysAgo: number) =>
  Array.from({ length: count }, (_, n) => at(daysAgo, `${daysAgo}-${n}`))

describe('weekly window', () => {
  const cases = [
    {
      name: 'is seven days when they suffice',
      given: [...many(60, 3), ...many(20, 8)],
      seen: 60,
      days: 7,
    },
    {
      name: 'reaches back to the fiftieth',
      given: [...many(30, 3), ...many(20, 20), ...many(9, 21)],
      seen: 50,
      days: 20,
    },
    {
      name: 'keeps an instant together',
      given: [...many(30, 3), ...many(45, 20)],
      seen: 75,
      days: 20,
    },
    {
      name: 'reaches eight weeks at most',
      given: [...many(30, 3), ...many(45, 57)],
      seen: 30,
      days: 56,
    },
    { name: 'holds its oldest instant', given: [...many(49, 3), at(56)], seen: 50, days: 56 },
    {
      name: 'does not see what ends later',
      given: [...many(50, 3), at(0), at(-1)],
      seen: 50,
      days: 7,
    },
    { name: 'may be empty', given: [], seen: 0, days: 56 },
  ]
  for (const { name, given, seen, days } of cases) {
    test(name, () => {
      const window = selectWindow(given, now)
      expect(window.outcomes).toHaveLength(seen)
      expect((now - window.fromMs) / day).toBe(days)
    })
  }

  test('orders by exit, then id, whatever the order given', () => {
    const given = [at(1, 'b'), at(2, 'z'), at(1, 'a')]
    expect(selectWindow(given, now).outcomes.map(({ id }) => id)).toEqual(['z', 'a', 'b'])
  })
})
