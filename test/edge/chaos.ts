import { parseArgs } from 'node:util'
import { everyFault, runEdge } from './edge-run.ts'

/** `npm run chaos:edge -- [--seed N] [--minutes N] [--speed N] [--kills N]`: no hole, whatever happens between exchange and engine. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 999_999)) },
    minutes: { type: 'string', default: '10' },
    speed: { type: 'string', default: '20' },
    kills: { type: 'string', default: '5' },
  },
})
const minutes = Number(values.minutes)
const kills = Number(values.kills)
console.log(
  `${minutes} minutes of a simulated market at ${values.speed}x with every fault, ${kills} kills of the engine, the exchange down for two minutes; --seed ${values.seed}`,
)
const { faults, notes, compared, revisions, differences } = await runEdge({
  seed: Number(values.seed),
  minutes,
  speed: Number(values.speed),
  kills,
  faults: everyFault,
  outageMinutes: 2,
  onEvent: (text) => console.log(`${new Date().toISOString()}  ${text}`),
})
for (const [kind, times] of Object.entries(faults))
  console.log(`${String(times).padStart(7)} times  ${kind}`)
console.log(`${notes.length} notes of the collector, ${revisions} candles told again`)
for (const difference of differences) console.log(`DIFFERENT  ${difference}`)
console.log(
  differences.length === 0
    ? `${compared} minutes are the exchange's own`
    : `${differences.length} of ${compared} minutes differ; again with --seed ${values.seed}`,
)
if (differences.length > 0) process.exitCode = 1
