import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import type { TaskReport } from '../../engine/log/kafka/task-reports.ts'
import { alphapulse, type Ended, newFolder } from '../command/run-command.ts'
import { haveKafka, startKafka, type TestKafka, whyNotKafka } from './broker.ts'
import { haveRegistry, TestRegistry, whyNotRegistry } from './registry-server.ts'

const program = fileURLToPath(new URL('../../cli/alphapulse.mjs', import.meta.url))

/** `alphapulse start --log kafka` in a process of its own. */
class Started {
  readonly child: ChildProcess
  out = ''
  err = ''
  readonly ended: Promise<number | string>

  constructor(cwd: string, name: string, ...args: readonly string[]) {
    const all = [
      'start',
      '--log',
      'kafka',
      '--no-clickhouse',
      '--days',
      '2',
      '--data-dir',
      join(cwd, name),
      ...args,
    ]
    this.child = spawn(process.execPath, [program, ...all], { cwd })
    this.child.stdout?.on('data', (bytes) => {
      this.out += bytes
    })
    this.child.stderr?.on('data', (bytes) => {
      this.err += bytes
    })
    this.ended = once(this.child, 'close').then(([code, signal]) => code ?? signal)
  }

  stop(): Promise<number | string> {
    this.child.kill('SIGTERM')
    return this.ended
  }
}

describe.skipIf(!haveKafka || !haveRegistry)(
  `the start command over Kafka${whyNotKafka}${whyNotRegistry}`,
  () => {
    let kafka: TestKafka
    let registry: TestRegistry
    let cwd: string
    beforeAll(async () => {
      kafka = await startKafka()
      registry = await TestRegistry.start()
      cwd = newFolder()
      process.env.ALPHAPULSE_KAFKA_BROKERS = kafka.brokers.join(',')
      process.env.ALPHAPULSE_KAFKA_REGISTRY_URL = registry.url
      process.env.ALPHAPULSE_METRICS_PORT = '0'
    }, 300_000)
    afterAll(async () => {
      delete process.env.ALPHAPULSE_METRICS_PORT
      rmSync(cwd, { recursive: true })
      await registry.stop()
      await kafka.stop()
    })

    const started = (name: string, ...args: readonly string[]): Started => {
      const one = new Started(cwd, name, ...args)
      onTestFinished(() => {
        one.child.kill('SIGKILL')
      })
      return one
    }
    const ask = (...args: readonly string[]): Promise<Ended> =>
      alphapulse(cwd, ...args, '--prefix', 'sim')
    const tasks = async (): Promise<readonly TaskReport[]> => {
      const { code, out, err } = await ask('tasks', '--json')
      expect(code, err).toBe(0)
      return JSON.parse(out) as TaskReport[]
    }
    const records = async (topic: string, limit = 1) => {
      const { out } = await ask('records', topic, '--limit', String(limit))
      const lines = out.split('\n').filter((line) => line !== '')
      return lines.map((line) => JSON.parse(line) as { readonly value: Record<string, unknown> })
    }
    const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
      for (let turn = 0; !(await isSo()); turn++) {
        if (turn > 600) throw new Error(`in vain: ${what}`)
        await sleep(100)
      }
    }

    test('three processes that begin at once share the work, obey, survive a kill, and go on after a stop', async () => {
      const ingest = started('a', '--run', 'ingest')
      const one = started('b', '--run', 'market,desk')
      const other = started('c', '--run', 'market,desk')
      const all = [ingest, one, other]
      await until('signals', async () => {
        for (const { err, child } of all) expect(child.exitCode, err).toBeNull()
        return (await records('signals')).length > 0
      })
      const shared = new Set((await tasks()).flatMap(({ owner }) => owner ?? []))
      expect(shared.size).toBe(2)

      // What each of them tells Prometheus.
      const [, url = ''] = /metrics at (\S+)/.exec(other.out) ?? []
      const told = await (await fetch(url)).text()
      expect(told).toMatch(/^alphapulse_task_lag_records\{task="\w+\.\d",topic="\w+"\} \d+$/m)
      expect(told).toMatch(/^alphapulse_commits_total [1-9]/m)
      expect((await fetch(url.replace('/metrics', '/else'))).status).toBe(404)

      // A command from nowhere in particular reaches the desk, wherever it is.
      const halt = await ask('halt', '--why', 'lunch')
      expect(halt.out, halt.err).toContain('halt taken at')
      await until('the halt', async () => (await records('status'))[0]?.value.state === 'HALTED')

      // What is no command is a dead letter, with what it held.
      const client = kafkaClient({ brokers: kafka.brokers }, 'stranger', () => undefined)
      const stranger = client.producer()
      await stranger.connect()
      const messages = [{ key: 'who', value: 'nonsense' }]
      await stranger.send({ topic: 'sim._commands', messages })
      await stranger.disconnect()
      await until('the dead letter', async () =>
        (await ask('dead-letters')).out.includes('ingest/command'),
      )
      const letters = await ask('dead-letters', 'list', '--rule', 'ingest/command', '--json')
      const { id } = JSON.parse(letters.out) as { readonly id: string }
      expect(JSON.parse((await ask('dead-letters', 'show', id)).out)).toMatchObject({
        topic: 'sim._commands',
        key: 'who',
        payload: 'nonsense',
        reason: "it is for topic '', which takes no commands",
      })
      const again = await ask('dead-letters', 'replay', id)
      expect(again.code).toBe(1)
      expect(again.err).toContain(`${id}: it is a row of sim._commands that could not be read`)

      one.child.kill('SIGKILL')
      const before = await tasks()
      await until('the other has all tasks', async () => {
        const now = await tasks()
        const owners = new Set(now.flatMap(({ owner }) => owner ?? []))
        return (
          owners.size === 1 &&
          now.every(({ task, clockMs = 0 }) => {
            const then = before.find((report) => report.task === task)?.clockMs ?? 0
            return clockMs > then
          })
        )
      })
      expect(await other.stop(), other.err).toBe(0)
      expect(await ingest.stop(), ingest.err).toBe(0)
      expect(other.out).toContain('saved; the same command goes on from here')

      const state = await ask('state', 'show', 'desk.decide.v2')
      expect(JSON.parse(state.out.split('\n')[0] ?? '')).toMatchObject({
        task: 'desk.0',
        key: 'desk',
      })
      const none = await ask('state', 'show', 'desk.decide.v2', 'BTCUSDT')
      expect(none.err).toContain("store desk.decide.v2 holds nothing under 'BTCUSDT'; it has desk")

      // A command waits for the next ingest; another one's settings are refused.
      expect((await ask('resume')).out).toContain('no ingest has taken it within 5 s')
      const wrong = started('d', '--preset', 'strict')
      expect(await wrong.ended).toBe(1)
      expect(wrong.err).toContain(
        "what lies under the prefix 'sim' was made with other settings:\n  preset: standard there, strict here",
      )
      const whole = started('a')
      await until(
        'it runs again',
        async () => (await records('status'))[0]?.value.state === 'RUNNING',
      )
      expect(whole.out).toContain('runs ingest, market, desk')
      expect(await whole.stop(), whole.err).toBe(0)
    }, 180_000)

    test('says what does not go together', async () => {
      const strange = started('e', '--run', 'market,desc')
      expect(await strange.ended).toBe(1)
      expect(strange.err).toContain("--run: there is no 'desc'; there are ingest, market, desk")
      const live = await alphapulse(cwd, 'start', '--run', 'market')
      expect(live.err).toContain('--run goes with --log kafka')
      const nobody = await alphapulse(cwd, 'tasks', '--prefix', 'nobody')
      expect(nobody.err).toContain("nothing was started under the prefix 'nobody'")
      process.env.ALPHAPULSE_KAFKA_PREFIX = 'prod'
      const asLive = started('f')
      delete process.env.ALPHAPULSE_KAFKA_PREFIX
      expect(await asLive.ended).toBe(1)
      expect(asLive.err).toContain("a simulated market writes under 'sim' or 'sim.<name>'")
    }, 60_000)
  },
)
