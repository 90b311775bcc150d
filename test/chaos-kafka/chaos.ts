import { parseArgs } from 'node:util'
import {
  dataFolder,
  dayMs,
  firstRows,
  haveData,
  monthFiles,
  rowsPerDay,
} from '../replay/market-data.ts'
import { differences, disturbedRun } from './disturbed-run.ts'

/**
 * `npm run chaos:kafka`: a part of the month of three symbols over several processes, which are killed, put
 * to sleep, sent away and joined by others, while the broker is killed and strangers write rubbish.
 */
const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '4' },
    minutes: { type: 'string', default: '3' },
    workers: { type: 'string', default: '3' },
    partitions: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const [days, minutes, workers, partitions, rounds, seed] = [
  values.days,
  values.minutes,
  values.workers,
  values.partitions,
  values.rounds,
  values.seed,
].map(Number) as [number, number, number, number, number, number]

if ([days, minutes, workers, partitions, rounds].some((value) => !(value > 0)) || !(seed >= 0)) {
  console.error(
    'chaos:kafka: --days, --minutes, --workers, --partitions, --rounds and --seed are numbers',
  )
  process.exitCode = 1
} else if (!haveData) {
  console.error(`chaos:kafka: needs the market data in ${dataFolder}, which is absent`)
  process.exitCode = 1
} else {
  process.exitCode = (await same()) ? 0 : 1
}

async function same(): Promise<boolean> {
  console.log(
    `${days} days of three symbols in ${minutes} minutes or more, ${workers} workers over ${partitions} partitions, --seed ${seed}`,
  )
  const files = firstRows(monthFiles, days * rowsPerDay)
  const startedMs = performance.now()
  try {
    const run = await disturbedRun({
      paths: files.paths,
      speed: (days * dayMs) / (minutes * 60_000),
      partitions,
      workers,
      rounds,
      seed,
      say: (line) => console.log(line),
    })
    for (const [name, count] of run.done) console.log(`${String(count).padStart(3)} times  ${name}`)
    console.log(`${run.lives} processes`)
    for (const [topic, { records, digest }] of Object.entries(run.found))
      console.log(`${topic.padEnd(16)} ${String(records).padStart(7)}  ${digest}`)
    for (const [name, count] of Object.entries(run.effects.counts))
      console.log(`${String(count).padStart(7)}  ${name}`)
    const faults = [...run.faults, ...run.effects.faults, ...differences(run)]
    for (const fault of faults) console.log(`FAULT  ${fault}`)
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(0)
    console.log(
      faults.length === 0
        ? `the same digests as in peace, each input with its one effect, ${seconds} s in all`
        : `DIFFERENT, ${seconds} s in all; again with the same words and --seed ${seed}`,
    )
    return faults.length === 0
  } finally {
    files.remove()
  }
}
