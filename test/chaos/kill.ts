import { parseArgs } from 'node:util'
import {
  dataFolder,
  dayMs,
  firstRows,
  haveData,
  monthFiles,
  monthStartMs,
  rowsPerDay,
} from '../replay/market-data.ts'
import { type Kill, killedReplay, undisturbedReplay } from './killed-replay.ts'

/** `npm run chaos`: a replay of real data, killed again and again, against one that was left in peace. */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    days: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const kills = Number(values.kills)
const days = Number(values.days)
const seed = Number(values.seed)

if (!(Number.isInteger(kills) && kills >= 0 && days > 0 && Number.isInteger(seed))) {
  console.error('chaos: --kills N, --days N and --seed N are numbers')
  process.exitCode = 1
} else if (!haveData) {
  console.error(`chaos: needs the market data in ${dataFolder}, which is absent`)
  process.exitCode = 1
} else {
  process.exitCode = (await same()) ? 0 : 1
}

async function same(): Promise<boolean> {
  console.log(`${days} days of three symbols, ${kills} kills, --seed ${seed}`)
  const files = firstRows(monthFiles, days * rowsPerDay)
  try {
    const undisturbed = await undisturbedReplay(files.paths)
    const killed = await killedReplay({
      paths: files.paths,
      fromMs: monthStartMs,
      toMs: monthStartMs + days * dayMs,
      kills,
      seed,
      onKill: printKill,
    })
    let equal = killed.finished && undisturbed.finished
    for (const expected of undisturbed.digests) {
      const found = killed.digests.find(({ topic }) => topic === expected.topic)
      const agrees = found?.digest === expected.digest && found.records === expected.records
      equal &&= agrees
      printDigest('undisturbed', expected)
      if (found !== undefined) printDigest(agrees ? 'killed' : 'KILLED, DIFFERS', found)
    }
    console.log(
      equal
        ? `the same digests after ${kills} kills`
        : `DIFFERENT after ${kills} kills; again with --seed ${seed} --kills ${kills} --days ${days}`,
    )
    return equal
  } finally {
    files.remove()
  }
}

function printKill({ number, livedMs, clockMs, share }: Kill): void {
  const clock = Number.isFinite(clockMs) ? new Date(clockMs).toISOString() : 'before any commit'
  const lived = `${(livedMs / 1_000).toFixed(2)} s old`
  console.log(
    `kill ${String(number).padStart(3)}  ${new Date().toISOString()}  ${lived.padStart(10)}  clock ${clock}  ${(100 * share).toFixed(1).padStart(5)} %`,
  )
}

function printDigest(
  run: string,
  { topic, records, digest }: { topic: string; records: number; digest: string },
): void {
  console.log(`${topic.padEnd(16)} ${run.padEnd(16)} ${String(records).padStart(7)}  ${digest}`)
}
