import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Cluster } from './cluster.ts'
import { brokerJars, missingForBroker } from './jars.ts'

// npm run kafka:up | kafka:down | kafka:status: a broker to try things on, without Docker.

interface Running {
  readonly brokers: readonly string[]
  readonly pids: readonly number[]
}

const defaultFolder = fileURLToPath(new URL('../../.cache/kafka/cluster/', import.meta.url))

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { nodes: { type: 'string', default: '1' }, folder: { type: 'string' } },
  })
  const folder = resolve(values.folder ?? defaultFolder)
  const [command] = positionals
  if (command === 'up') await up(folder, Number(values.nodes))
  else if (command === 'down') await down(folder)
  else if (command === 'status') await status(folder)
  else throw new Error(`the command was '${command}'; there are up, down and status`)
}

async function up(folder: string, nodes: number): Promise<void> {
  const running = readRunning(folder)
  if (running?.pids.some(isAlive)) {
    console.log(`already up: ${running.brokers.join(',')}`)
    return
  }
  const missing = await missingForBroker()
  if (missing !== undefined) throw new Error(`a broker cannot be started here: ${missing}`)
  const jars = await brokerJars((line) => console.log(line))
  clear(folder)
  mkdirSync(folder, { recursive: true })
  const cluster = await Cluster.start({ folder, jars, nodes, detached: true })
  const { brokers, pids } = cluster
  writeFileSync(runningFile(folder), `${JSON.stringify({ brokers, pids })}\n`)
  console.log(`up: ${brokers.join(',')}`)
  console.log(
    `data and logs: ${folder}; it begins anew at each kafka:up. End it with: npm run kafka:down`,
  )
}

async function down(folder: string): Promise<void> {
  const running = readRunning(folder)
  const alive = running?.pids.filter(isAlive) ?? []
  for (const pid of alive) process.kill(pid, 'SIGTERM')
  for (let waitedMs = 0; alive.some(isAlive); waitedMs += 100) {
    if (waitedMs >= 20_000) for (const pid of alive.filter(isAlive)) process.kill(pid, 'SIGKILL')
    await sleep(100)
  }
  clear(folder)
  console.log(alive.length === 0 ? 'it was not up' : 'down')
}

/** Only what a cluster of ours left: the folder is given by hand. */
function clear(folder: string): void {
  if (!existsSync(folder)) return
  if (
    !existsSync(runningFile(folder)) &&
    readdirSync(folder).some((name) => !/^node-\d$/.test(name))
  )
    throw new Error(`${folder} holds something else than a cluster; name another --folder`)
  rmSync(folder, { recursive: true })
}

async function status(folder: string): Promise<void> {
  const running = readRunning(folder)
  if (running === undefined) {
    console.log('down')
    process.exitCode = 1
    return
  }
  for (const [at, broker] of running.brokers.entries()) {
    const serves = await accepts(broker)
    if (!serves) process.exitCode = 1
    console.log(`${broker}  process ${running.pids[at]}  ${serves ? 'up' : 'down'}`)
  }
}

function runningFile(folder: string): string {
  return join(folder, 'running.json')
}

function readRunning(folder: string): Running | undefined {
  const path = runningFile(folder)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Running) : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // No such process: that is the answer.
    return false
  }
}

function accepts(broker: string): Promise<boolean> {
  const [host = '', port = ''] = broker.split(':')
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: 1_000 })
    const answer = (serves: boolean): void => {
      socket.destroy()
      resolve(serves)
    }
    socket.once('connect', () => answer(true))
    socket.once('timeout', () => answer(false))
    socket.once('error', () => answer(false))
  })
}

try {
  await main()
} catch (error) {
  console.error(`kafka: ${(error as Error).message}`)
  process.exitCode = 1
}
