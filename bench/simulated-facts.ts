import { defaultDecisionsPerMinute } from '../connectors/sim-exchange/exchange.ts'
import { factsOf } from '../connectors/sim-exchange/facts-report.ts'

/** `npm run sim:facts`: whether the simulated market looks like one. Two runs: a thinned history, and a full market. */
const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']
const runs = [
  { title: 'thinned, 60 decisions a minute, 30 days', days: 30, decisionsPerMinute: 60 },
  {
    title: `full, ${defaultDecisionsPerMinute} decisions a minute, 4 days`,
    days: 4,
    decisionsPerMinute: defaultDecisionsPerMinute,
  },
]

for (const { title, days, decisionsPerMinute } of runs) {
  console.log(`${title}, seed 1`)
  const startedMs = performance.now()
  const facts = factsOf({ symbols, seed: 1, days, decisionsPerMinute })
  for (const name of new Set(facts.map((fact) => fact.name))) {
    const same = facts.filter((fact) => fact.name === name)
    const values = same.map(({ symbol, value, holds }) => {
      const mark = holds ? '' : ' FAILS'
      return `${symbol} ${value.toFixed(3)}${mark}`.padEnd(18)
    })
    console.log(`  ${name.padEnd(49)} ${values.join('  ')}  (${same[0]?.wanted})`)
  }
  console.log(`  ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`)
  if (facts.some(({ holds }) => !holds)) process.exitCode = 1
}
