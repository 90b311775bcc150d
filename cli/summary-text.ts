import { exitDefaults } from '../operators/positions/exits/catalogue.ts'
import { headLabel, minute, percent, signed } from './figures.ts'
import { noSignalText } from './no-signal.ts'
import type { Summary } from './summary.ts'
import { noiseText } from './weights-noise.ts'

/** A summary for people, in plain lines. */
export function summaryText(summary: Summary): string {
  const { outcomes, weights, mode } = summary
  const simulated = mode === 'sim' ? 'SIMULATED · ' : ''
  return [
    `${simulated}${span(summary)}`,
    `candles      ${summary.candles.toLocaleString('en')}`,
    `scans        ${summary.opportunities.toLocaleString('en')} opportunities (a direction, before any gate)`,
    `signals      ${total(summary.signals)}${list(summary.signals)}`,
    `rejections   ${total(summary.rejections)}${list(summary.rejections)}`,
    ...(summary.noSignal === null ? [] : [`             ${noSignalText(summary.noSignal)}`]),
    `outcomes     ${outcomes.cases}${list(outcomes.byType)}; ${summary.openSignals} still open; ${summary.shadows} shadows, not counted here`,
    ...(underPolicies(outcomes)
      ? [`closed by    ${list(outcomes.byReason).slice(2)}; ${outcomes.inParts} in two parts`]
      : []),
    `win rate     ${winRate(outcomes)}`,
    `P/L net      ${outcomes.cases === 0 ? '–' : `${signed(outcomes.pnl)} quote units on paper, mean ${signed(outcomes.netPct ?? 0, 3)} % of notional an outcome, fees, slippage and known funding paid`}`,
    `weights      version ${weights.version}${list(summary.versions)}`,
    `             ${Object.entries(weights.weights)
      .map(([head, weight]) => `${headLabel(head)} ${weight.toFixed(3)}`)
      .join('  ')}`,
    ...noiseText(summary.noise).map((line) => `             ${line}`),
    ...(Object.keys(summary.deadLetters).length === 0
      ? []
      : [`dead letters ${total(summary.deadLetters)}${list(summary.deadLetters)}`]),
  ].join('\n')
}

function span({ fromMs, toMs }: Summary): string {
  if (fromMs === null || toMs === null) return 'no candle was closed'
  const days = ((toMs - fromMs) / 86_400_000).toFixed(1)
  return `${minute(fromMs)} to ${minute(toMs)} UTC, ${days} days`
}

/** Whether an exit policy closed anything. */
function underPolicies({ byReason, inParts }: Summary['outcomes']): boolean {
  return inParts > 0 || Object.keys(byReason).some((reason) => reason in exitDefaults)
}

function winRate(outcomes: Summary['outcomes']): string {
  const { cases, wins, winRate: rate, interval, breakEven, verdict } = outcomes
  if (rate === null || breakEven === null) return 'no outcome yet'
  const judged = verdict === null ? '' : `; ${verdict}`
  return `${percent(rate)} (${wins} of ${cases}, 95 % ${percent(interval.low)} to ${percent(interval.high)}); break-even${underPolicies(outcomes) ? ' of the levels, which exit policies leave early,' : ''} ${percent(breakEven)}${judged}`
}

function total(counts: { readonly [name: string]: number }): string {
  return Object.values(counts)
    .reduce((sum, count) => sum + count, 0)
    .toLocaleString('en')
}

function list(counts: { readonly [name: string]: number }): string {
  const parts = Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count.toLocaleString('en')}`)
  return parts.length === 0 ? '' : `: ${parts.join(' · ')}`
}
