import { describe, expect, test } from 'vitest'
import { StallWatch, type Watched } from './stall-watch.ts'

class Runner implements Watched {
  readonly name = 'market.0'
  progress = 0
  behind = 10
  held = false
  readonly errors: string[] = []
  standing() {
    return { progress: this.progress, behind: this.behind, held: this.held }
  }
  abandon(error: Error) {
    this.errors.push(error.message)
  }
}

describe('the watchdog', () => {
  test('cuts a task off that stands still for long before records that wait', () => {
    const watch = new StallWatch(30_000)
    const runner = new Runner()
    for (const nowMs of [0, 10_000, 29_999]) expect(watch.look([runner], nowMs)).toEqual([])
    expect(watch.look([runner], 30_000)).toEqual([runner])
    expect(runner.errors).toEqual([
      'market.0: no progress for 30 s although 10 offsets wait for it',
    ])
    // Whoever takes it over has the same time again.
    expect(watch.look([runner], 31_000)).toEqual([])
  })

  test('lets one be that gets on, has nothing to do, or is held', () => {
    const watch = new StallWatch(30_000)
    const [busy, idle, held] = [new Runner(), new Runner(), new Runner()]
    idle.behind = 0
    held.held = true
    for (let nowMs = 0; nowMs <= 300_000; nowMs += 10_000) {
      busy.progress++
      expect(watch.look([busy, idle, held], nowMs)).toEqual([])
    }
  })

  test('counts anew for a task that went and came back', () => {
    const watch = new StallWatch(30_000)
    const runner = new Runner()
    watch.look([runner], 0)
    watch.look([], 20_000)
    watch.look([runner], 25_000)
    expect(watch.look([runner], 40_000)).toEqual([])
    expect(watch.look([runner], 55_000)).toEqual([runner])
  })
})
