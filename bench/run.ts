import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { avroRecords } from './avro-records.ts'
import { candlesToWeights } from './candles-to-weights.ts'
import type { Figure } from './figure.ts'
import { headsAndGates } from './heads-and-gates.ts'
import { indicators17, indicators69 } from './indicators.ts'
import { kafkaCommits } from './kafka-commits.ts'
import { kafkaIdle } from './kafka-idle.ts'
import { kafkaLatency } from './kafka-latency.ts'
import { kafkaScale } from './kafka-scale.ts'
import { memoryIndex } from './memory-index.ts'
import { memorySearch } from './memory-search.ts'
import { plantedEdge } from './planted-edge.ts'
import { restoreKafka } from './restore-kafka.ts'
import { simulatedMarket } from './simulated-market.ts'
import { textEncoder } from './text-encoder.ts'
import { ticksToCandlesLmdb, ticksToCandlesMemory } from './ticks-to-candles.ts'
import { ticksToCandlesKafka } from './ticks-to-candles-kafka.ts'

/** `npm run bench -- NAME [--json]`: one of them; `all` that need nothing but Node; or `kafka`: those that need a broker. */
const embedded: { readonly [name: string]: () => Promise<readonly Figure[]> } = {
  'ticks-to-candles-memory': ticksToCandlesMemory,
  'ticks-to-candles-lmdb': ticksToCandlesLmdb,
  'indicators-17': indicators17,
  'indicators-69': indicators69,
  'heads-and-gates': headsAndGates,
  'candles-to-weights': candlesToWeights,
  'avro-records': avroRecords,
  'memory-search': memorySearch,
  'simulated-market': simulatedMarket,
}
const onBroker: typeof embedded = {
  'ticks-to-candles-kafka': ticksToCandlesKafka,
  'kafka-commits': kafkaCommits,
  'kafka-latency': kafkaLatency,
  'kafka-idle': kafkaIdle,
  'kafka-scale': kafkaScale,
  'restore-kafka': restoreKafka,
}
const groups: { readonly [name: string]: typeof embedded } = { all: embedded, kafka: onBroker }
/** Of what is learned, not of speed. */
const ofLearning: typeof embedded = { 'planted-edge': plantedEdge }
/** It takes minutes to build. */
const ofIndex: typeof embedded = { 'memory-index': memoryIndex }
/** After `alphapulse model pull`. */
const ofModel: typeof embedded = { 'text-encoder': textEncoder }
const benchmarks = { ...embedded, ...onBroker, ...ofLearning, ...ofModel, ...ofIndex }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const [name = 'all'] = positionals
const benchmark = benchmarks[name]
const group = groups[name]

if (group !== undefined) {
  // Each in a process of its own: what one has warmed up or left on the heap is nothing to the next.
  for (const one of Object.keys(group)) {
    const flags = values.json ? ['--json'] : []
    const [, script = ''] = process.argv
    const child = spawnSync(process.execPath, [...process.execArgv, script, one, ...flags], {
      stdio: 'inherit',
    })
    if (child.status !== 0) process.exitCode = 1
  }
} else if (benchmark === undefined) {
  console.error(
    `bench: '${name}' is not known; known are all, kafka, ${Object.keys(benchmarks).join(', ')}`,
  )
  process.exitCode = 1
} else {
  for (const figure of await benchmark()) {
    console.log(values.json ? JSON.stringify(figure) : lineOf(figure))
  }
}

function lineOf({ name, value, unit, ratio, ratioTo }: Figure): string {
  const digits = { maximumFractionDigits: value < 1_000 ? 1 : 0 }
  const rate = `${value.toLocaleString('en', digits)} ${unit}`
  return `${name.padEnd(33)} ${rate.padStart(20)}   ${ratio.toFixed(3)} of ${ratioTo}`
}
