import type { SimilarSummary } from '../operators/memory/similar-summary.ts'
import { minute, percent, signed } from './figures.ts'
import type { SimilarStates } from './similar-states.ts'

/** For a person at a terminal. */
export function similarText(found: SimilarStates): string {
  const { symbol, of, states, similar, mode, long, short } = found
  const head = [
    `${symbol} at ${minute(of.closeMs)} UTC, ${of.regime}: ${of.description}`,
    `nearest of ${states.toLocaleString('en')} states whose time had passed, by ${mode} distance`,
  ]
  if (similar.length === 0) return [...head, 'no past state to compare with yet'].join('\n')
  return [
    ...head,
    '',
    'time              distance  regime             LONG %   SHORT %',
    ...similar.map(({ closeMs, distance, regime, longNetPct, shortNetPct }) =>
      [
        minute(closeMs).padEnd(16),
        distance.toFixed(3).padStart(9),
        `  ${regime.padEnd(15)}`,
        net(longNetPct).padStart(9),
        net(shortNetPct).padStart(9),
      ].join(' '),
    ),
    '',
    summaryLine('LONG', long),
    summaryLine('SHORT', short),
    `regime by its neighbours: ${found.regimes.map(({ regime, states: count }) => `${regime} ${count} of ${similar.length}`).join(', ')}`,
  ].join('\n')
}

function net(pct: number | null): string {
  return pct === null ? '–' : signed(pct)
}

function summaryLine(side: string, summary: SimilarSummary): string {
  const { risk, level } = summary
  const told = risk === null ? 'no opinion on the risk' : `risk ${level} (${risk.toFixed(2)})`
  const record = recordLine(side, summary)
  return summary.meanNetPct === null ? record : `${record}, ${told}`
}

/** Win rate, mean and worst of one side. */
export function recordLine(side: string, summary: SimilarSummary): string {
  const { cases, wins, interval, meanNetPct, worstNetPct, tooFew } = summary
  const name = side.padEnd(6)
  if (meanNetPct === null || worstNetPct === null) return `${name} no such position can be`
  const few = tooFew ? ', too few to judge' : ''
  const rate = `won ${percent(wins / cases)} (n = ${cases}${few}; 95 % ${percent(interval.low)} to ${percent(interval.high)})`
  return `${name} ${rate}, mean ${signed(meanNetPct)} %, worst ${signed(worstNetPct)} %`
}
