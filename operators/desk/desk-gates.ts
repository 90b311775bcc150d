import type { Candidate } from '../../schemas/contracts.generated.ts'
import { type Preset, regimeLimits } from '../consensus/presets.ts'
import { type DeskGateName, deskGateNames } from '../gates/gate-names.ts'
import { type GateRun, type Gates, runGates } from '../gates/run-gates.ts'
import { atLeast, noOpinion, type Verdict } from '../gates/verdict.ts'
import { isRegime } from '../regime/regime.ts'
import { type DeskState, openTotals } from './desk-state.ts'
import { moneyDefaults, type Size } from './money.ts'

export interface CoolDowns {
  readonly symbolMinutes: number
  readonly directionMinutes: number
  readonly anyMinutes: number
}

export const coolDownDefaults: CoolDowns = {
  symbolMinutes: 60,
  directionMinutes: 30,
  anyMinutes: 15,
}

export interface DeskCase {
  readonly candidate: Pick<Candidate, 'symbol' | 'direction' | 'regime' | 'confidence'>
  readonly desk: DeskState
  readonly preset: Preset
  /** The instant of the decision. */
  readonly timeMs: number
  /** What `sizePosition` leaves for this candidate. */
  readonly size: Size
  readonly coolDowns?: CoolDowns
  readonly notionalMin?: number
}

function halted({ desk, timeMs }: DeskCase): Verdict {
  const { halt } = desk
  if (halt === null || (halt.untilMs !== null && timeMs >= halt.untilMs)) {
    return noOpinion('halted', 'running')
  }
  const hours = halt.untilMs === null ? null : (halt.untilMs - timeMs) / 3_600_000
  const end = hours === null ? 'until a person resumes' : `for another ${hours.toFixed(1)} h`
  const note = `halted ${end}: ${halt.reason}`
  return { gate: 'halted', value: null, threshold: null, passed: false, note }
}

/** A regime that we do not know gets the limits of RANGING, the neutral one. */
function regimeLimit({ candidate, desk, preset }: DeskCase): Verdict {
  const gate = 'regime-limit'
  const { regime, confidence } = candidate
  const { openMax, confidenceMin } = regimeLimits[isRegime(regime) ? regime : 'RANGING']
  const open = desk.open.filter((signal) => signal.regime === regime).length
  const note = `${open} open in ${regime}, at most ${openMax}`
  if (open >= openMax) return { gate, value: open, threshold: openMax, passed: false, note }
  if (!preset.regimeConfidence) {
    return { gate, value: open, threshold: openMax, passed: true, note }
  }
  const sure = `confidence ${confidence.toFixed(3)} of ${confidenceMin} in ${preset.name}`
  return atLeast(gate, confidence, confidenceMin, `${note}, ${sure}`)
}

/** Minutes since the last signal of each kind; the one that lacks most is the value. */
function coolDown({ candidate, desk, timeMs, coolDowns = coolDownDefaults }: DeskCase): Verdict {
  const gate = 'cool-down'
  const { symbol, direction } = candidate
  const rules = [
    { of: symbol, last: desk.lastBySymbolMs[symbol] ?? null, minutes: coolDowns.symbolMinutes },
    {
      of: direction,
      last: desk.lastByDirectionMs[direction] ?? null,
      minutes: coolDowns.directionMinutes,
    },
    { of: 'any', last: desk.lastSignalMs, minutes: coolDowns.anyMinutes },
  ]
  const waits = rules.flatMap(({ of, last, minutes }) =>
    last === null ? [] : [{ of, minutes, since: (timeMs - last) / 60_000 }],
  )
  const [first, ...rest] = waits
  if (first === undefined) return noOpinion(gate, 'no signal before')
  const longest = rest.reduce((a, b) => (b.minutes - b.since > a.minutes - a.since ? b : a), first)
  const note = `${longest.since.toFixed(1)} min since the last signal (${longest.of})`
  return atLeast(gate, longest.since, longest.minutes, note)
}

function onePerSymbol({ candidate, desk }: DeskCase): Verdict {
  const open = desk.open.filter((signal) => signal.symbol === candidate.symbol).length
  const note = open === 0 ? 'none open' : `${candidate.symbol} is open already`
  return { gate: 'one-per-symbol', value: open, threshold: 1, passed: open === 0, note }
}

function exposure({ desk, size, notionalMin = moneyDefaults.notionalMin }: DeskCase): Verdict {
  const { openNotional, openRiskPct } = openTotals(desk)
  const open = `open: notional ${openNotional.toFixed(2)}, risk ${openRiskPct.toFixed(2)} %`
  const left = `room for ${size.notional.toFixed(2)}, limited by ${size.limitedBy}`
  return atLeast('exposure', size.notional, notionalMin, `${left}; ${open}`)
}

const deskGates: Gates<DeskGateName, DeskCase> = {
  halted,
  'regime-limit': regimeLimit,
  'cool-down': coolDown,
  'one-per-symbol': onePerSymbol,
  exposure,
}

export function runDeskGates(subject: DeskCase): GateRun {
  return runGates(deskGateNames, deskGates, subject)
}
