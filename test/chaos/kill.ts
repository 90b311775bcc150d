import { parseArgs } from 'node:util'
import {
  dataFolder,
  dayMs,
  firstRows,
  haveData,
  monthEndMs,
  monthFiles,
  monthStartMs,
  rowsPerDay,
} from '../replay/market-data.ts'
import { type Kill, killedReplay, undisturbedReplay } from './killed-replay.ts'
import type { ReplayResult } from './replay-process.ts'

/**
 * `npm run chaos`: the month of three symbols, every row, killed again and again, against a replay that
 * was left in peace; with `--speed N`, against one that came at N times life besides.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    days: { type: 'string' },
    speed: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const kills = Number(values.kills)
const days = values.days === undefined ? undefined : Number(values.days)
const speed = values.speed === undefined ? undefined : Number(values.speed)
const seed = Number(values.seed)

if (
  !(Number.isInteger(kills) && kills >= 0 && Number.isInteger(seed)) ||
  !((days ?? 1) > 0 && (speed ?? 1) > 0)
) {
  console.error('chaos: --kills N, --days N, --speed N and --seed N are numbers')
  process.exitCode = 1
} else if (!haveData) {
  console.error(`chaos: needs the market data in ${dataFolder}, which is absent`)
  process.exitCode = 1
} else {
  process.exitCode = (await same()) ? 0 : 1
}

async function same(): Promise<boolean> {
  const startedMs = performance.now()
  const what = days === undefined ? 'the complete month' : `${days} days`
  console.log(`${what} of three symbols, ${kills} kills, --seed ${seed}`)
  const files =
    days === undefined
      ? { paths: monthFiles, remove: () => undefined }
      : firstRows(monthFiles, days * rowsPerDay)
  try {
    const { paths } = files
    const undisturbed = await timed('left in peace', () => undisturbedReplay(paths))
    printAll('undisturbed', undisturbed)
    let equal = undisturbed.finished
    if (kills > 0) {
      const killed = await timed(`killed ${kills} times`, () =>
        killedReplay({
          paths,
          fromMs: monthStartMs,
          toMs: days === undefined ? monthEndMs : monthStartMs + days * dayMs,
          kills,
          seed,
          onKill: printKill,
        }),
      )
      equal = compare('killed', killed, undisturbed) && equal
    }
    if (speed !== undefined) {
      const paced = await timed(`at ${speed} times life`, () =>
        undisturbedReplay(paths, String(speed)),
      )
      equal = compare('paced', paced, undisturbed) && equal
    }
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(0)
    console.log(
      equal
        ? `the same digests after ${kills} kills${speed === undefined ? '' : ` and at ${speed} times life`}, ${seconds} s in all`
        : `DIFFERENT, ${seconds} s in all; again with the same words and --seed ${seed}`,
    )
    return equal
  } finally {
    files.remove()
  }
}

async function timed(what: string, run: () => Promise<ReplayResult>): Promise<ReplayResult> {
  const startedMs = performance.now()
  const result = await run()
  console.log(`${what}: ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`)
  return result
}

/** Prints the digests of a run; whether they are the expected ones, topic by topic. */
function compare(run: string, found: ReplayResult, expected: ReplayResult): boolean {
  printAll(run, found)
  let equal = found.finished && found.digests.length === expected.digests.length
  for (const { topic, records, digest } of expected.digests) {
    const other = found.digests.find((one) => one.topic === topic)
    if (other?.digest === digest && other.records === records) continue
    console.log(`${topic.padEnd(16)} DIFFERS`)
    equal = false
  }
  return equal
}

function printAll(run: string, { digests }: ReplayResult): void {
  for (const { topic, records, digest } of digests) {
    console.log(`${topic.padEnd(16)} ${run.padEnd(12)} ${String(records).padStart(7)}  ${digest}`)
  }
}

function printKill({ number, livedMs, clockMs, share }: Kill): void {
  const clock = Number.isFinite(clockMs) ? new Date(clockMs).toISOString() : 'before any commit'
  const lived = `${(livedMs / 1_000).toFixed(2)} s old`
  console.log(
    `kill ${String(number).padStart(3)}  ${new Date().toISOString()}  ${lived.padStart(10)}  clock ${clock}  ${(100 * share).toFixed(1).padStart(5)} %`,
  )
}
