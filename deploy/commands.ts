import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

// `up`, `down` and `status` of something to try things on, without Docker.

/** What was started, as the next command finds it. */
interface Running {
  readonly addresses: readonly string[]
  /** One per address. */
  readonly pids: readonly number[]
}

export interface Startable {
  /** As in `npm run <name>:up`. */
  readonly name: string
  readonly defaultFolder: string
  /** Names of the files it makes in its folder: only what it left itself is ever deleted. */
  readonly leaves: RegExp
  /** Starts it in a folder, to live on when this process has ended. `nodes` is what `--nodes` says. */
  readonly start: (folder: string, nodes: number) => Promise<Running>
  readonly serves: (address: string) => Promise<boolean>
}

export async function runCommand(what: Startable): Promise<void> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { nodes: { type: 'string', default: '1' }, folder: { type: 'string' } },
    })
    const folder = resolve(values.folder ?? what.defaultFolder)
    const [command] = positionals
    if (command === 'up') await up(what, folder, Number(values.nodes))
    else if (command === 'down') await down(what, folder)
    else if (command === 'status') await status(what, folder)
    else throw new Error(`the command was '${command}'; there are up, down and status`)
  } catch (error) {
    console.error(`${what.name}: ${(error as Error).message}`)
    process.exitCode = 1
  }
}

async function up(what: Startable, folder: string, nodes: number): Promise<void> {
  const running = readRunning(folder)
  if (running?.pids.some(isAlive)) {
    console.log(`already up: ${running.addresses.join(',')}`)
    return
  }
  clear(what, folder)
  mkdirSync(folder, { recursive: true })
  const { addresses, pids } = await what.start(folder, nodes)
  writeFileSync(runningFile(folder), `${JSON.stringify({ addresses, pids })}\n`)
  console.log(`up: ${addresses.join(',')}`)
  console.log(
    `data and logs: ${folder}; it begins anew at each ${what.name}:up. End it with: npm run ${what.name}:down`,
  )
}

async function down(what: Startable, folder: string): Promise<void> {
  const alive = readRunning(folder)?.pids.filter(isAlive) ?? []
  for (const pid of alive) process.kill(pid, 'SIGTERM')
  for (let waitedMs = 0; alive.some(isAlive); waitedMs += 100) {
    if (waitedMs >= 20_000) for (const pid of alive.filter(isAlive)) process.kill(pid, 'SIGKILL')
    await sleep(100)
  }
  clear(what, folder)
  console.log(alive.length === 0 ? 'it was not up' : 'down')
}

/** The folder is given by hand: what holds anything else stays as it is. */
function clear({ name, leaves }: Startable, folder: string): void {
  if (!existsSync(folder)) return
  if (!existsSync(runningFile(folder)) && readdirSync(folder).some((file) => !leaves.test(file)))
    throw new Error(`${folder} holds something else than ${name} left; name another --folder`)
  rmSync(folder, { recursive: true })
}

async function status(what: Startable, folder: string): Promise<void> {
  const running = readRunning(folder)
  if (running === undefined) {
    console.log('down')
    process.exitCode = 1
    return
  }
  for (const [at, address] of running.addresses.entries()) {
    const serves = await what.serves(address)
    if (!serves) process.exitCode = 1
    console.log(`${address}  process ${running.pids[at]}  ${serves ? 'up' : 'down'}`)
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
