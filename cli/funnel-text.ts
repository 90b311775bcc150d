import type { Funnel, GateCounts } from '../operators/funnel/funnel.ts'
import type { NearMiss } from '../operators/funnel/nearest-misses.ts'
import type { Mode } from '../schemas/contracts.generated.ts'
import { minute, percent, signed } from './figures.ts'

export interface FunnelTold {
  readonly funnel: Funnel
  readonly symbol: string | undefined
  readonly mode: Mode | null
  readonly fromMs: number
  /** Null where nothing was recorded. */
  readonly toMs: number | null
}

/** A funnel for people, in plain lines of less than 100 columns. */
export function funnelText({ funnel, symbol, mode, fromMs, toMs }: FunnelTold): string {
  if (toMs === null) {
    return [
      'nothing was recorded here yet',
      'run `npx alphapulse start`, or `npx alphapulse replay --data <files>`, and ask again',
    ].join('\n')
  }
  const simulated = mode === 'sim' ? 'SIMULATED · ' : ''
  const title = `${simulated}${symbol ?? 'all symbols'}, ${minute(fromMs)} to ${minute(toMs)} UTC`
  if (funnel.opportunities === 0) {
    return [
      title,
      'no opportunity: no scan of a 15m candle had a weighted direction, so no gate was asked',
      'a longer time: --since 7d; how the heads voted (they need history to warm up):',
      'npx alphapulse sql "SELECT head, validity, count() FROM head_votes GROUP BY ALL ORDER BY ALL"',
    ].join('\n')
  }
  return [title, '', ...counts(funnel), '', ...bindingText(funnel), ...nearestText(funnel)].join(
    '\n',
  )
}

function counts({ opportunities, candidates, signals, gates }: Funnel): readonly string[] {
  const of = (stage: GateCounts['stage']) => gates.filter((one) => one.stage === stage).map(row)
  return [
    line('', 'reached', 'refused', 'of those'),
    line('opportunities', count(opportunities)),
    ...of('MARKET'),
    line('candidates', count(candidates)),
    ...of('DESK'),
    line('signals', count(signals)),
  ]
}

function row({ gate, reached, refused, share, unmeasured }: GateCounts): string {
  const lacking = unmeasured === 0 ? '' : `   ${count(unmeasured)} could not be measured`
  return `${line(`  ${gate}`, count(reached), count(refused), share === null ? '–' : percent(share))}${lacking}`
}

function line(name: string, ...columns: readonly string[]): string {
  return `${name.padEnd(18)}${columns.map((column) => column.padStart(12)).join('')}`
}

function bindingText({ binding, gates }: Funnel): readonly string[] {
  const consensus = gates.find(({ gate }) => gate === 'consensus')
  return [
    `binding gate  ${binding === null ? 'none: no gate but consensus refused anything' : refusedOf(binding)}`,
    ...(consensus === undefined
      ? []
      : [`consensus     ${refusedOf(consensus)}: whether the heads agree at all`]),
  ]
}

function refusedOf({ gate, refused, reached, share }: GateCounts): string {
  return `${gate === 'consensus' ? '' : `${gate} `}refused ${count(refused)} of the ${count(reached)} that reached it${share === null ? '' : ` (${percent(share)})`}`
}

function nearestText({ gates }: Funnel): readonly string[] {
  const lines = gates.flatMap(({ gate, nearest }) =>
    nearest.map((miss) => `  ${nearMissText(gate, miss)}`),
  )
  if (lines.length === 0) return []
  const what = 'nearest misses: what this gate alone would let through; later gates were not asked'
  return ['', what, ...lines]
}

/** `confluence 62 instead of 70: 14 more, shadow P/L −0.30 % (n = 14, too few to judge)` */
export function nearMissText(gate: string, miss: NearMiss): string {
  return `${thresholds(miss)}: ${count(miss.more)} more, ${shadowText(gate, miss)}`
}

function thresholds({ measure, unit, relative, threshold, passAt }: NearMiss): string {
  if (relative) return `${measure} at ${passAt} of what was asked`
  const said = (value: number) =>
    `${Number(value.toFixed(2)).toLocaleString('en')}${unit === '' ? '' : ` ${unit}`}`
  return `${measure} ${said(passAt)} instead of ${said(threshold)}`
}

function shadowText(gate: string, { shadows }: NearMiss): string {
  if (gate === 'consensus') return 'not followed by shadows'
  const { closed, netPct, verdict } = shadows
  if (netPct === null) return 'no shadow has closed'
  const judged = verdict === null ? '' : `, ${verdict}`
  return `shadow P/L ${signed(netPct)} % (n = ${count(closed)}${judged})`
}

function count(value: number): string {
  return value.toLocaleString('en')
}
