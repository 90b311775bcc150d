import { contentId } from '../../engine/core/identity.ts'
import { defineOperator, type OperatorContext } from '../../engine/core/operator.ts'
import type { Candle, DriftReport } from '../../schemas/contracts.generated.ts'
import { timeframeMs } from '../timeframe.ts'
import { columnDrift, type DriftThresholds } from './drift.ts'

export interface DailyDriftOptions {
  readonly id: string
  /** `drift.psiMax`, `drift.ksProbabilityMin` */
  readonly thresholds: DriftThresholds
}

/** The candles of one day, number by number; NaN where there is none. */
interface DayValues {
  readonly kind: 'values'
  readonly values: Float64Array
}

interface Last {
  readonly kind: 'last'
  openMs: number
  close: number
}

type State = DayValues | Last
type Context = OperatorContext<DriftReport, State>

const timeframe = '5m'
const dayMs = 86_400_000
const candlesPerDay = dayMs / timeframeMs[timeframe]
const referenceDays = 7
/** Behind midnight, so that the day's last candle is there. */
const patienceMs = 60_000
/** Prices move, so their changes are compared, not they themselves. */
const columns = ['change_pct', 'range_pct', 'volume', 'trades', 'taker_buy_ratio'] as const

/** Once a day, how the 5m candles of each symbol lie to those of the seven days before: PSI and Kolmogorov–Smirnov by column. */
export function dailyDrift({ id, thresholds }: DailyDriftOptions) {
  return defineOperator<Candle, DriftReport, State>({
    id,
    version: 1,
    onRecord(candle, context) {
      if (candle.timeframe !== timeframe || candle.revision > 0) return
      const { store } = context
      const known = store.get() as Last | undefined
      const { open_time: openMs, close } = candle
      if (known !== undefined && openMs <= known.openMs) return
      const day = Math.floor(openMs / dayMs)
      const slot = slotOf(day)
      const kept = (store.get(slot) as DayValues | undefined) ?? begin(day, context)
      const at = ((openMs - day * dayMs) / timeframeMs[timeframe]) * columns.length
      kept.values.set(valuesOf(candle, known), at)
      store.put(kept, slot)
      store.put({ kind: 'last', openMs, close })
    },
    onTimer(slot, context) {
      const day = Number(slot)
      const current = context.store.get(slotOf(day)) as DayValues | undefined
      if (current === undefined) return
      const before = Array.from(
        { length: referenceDays },
        (_, n) => context.store.get(slotOf(day - referenceDays + n)) as DayValues | undefined,
      ).filter((values) => values !== undefined)
      if (before.length === 0) return
      const drifts = columns.map((column, at) => {
        const reference = valuesAt(before, at)
        return columnDrift(column, reference, valuesAt([current], at), thresholds)
      })
      context.emit({
        id: contentId('drift', context.key, day),
        symbol: context.key,
        timeframe,
        from_time: day * dayMs,
        to_time: (day + 1) * dayMs,
        reference_from: (day - referenceDays) * dayMs,
        any_drifted: drifts.some(({ drifted }) => drifted),
        columns: drifts.map(({ ksProbability, ...drift }) => ({
          ...drift,
          ks_probability: ksProbability,
        })),
      })
    },
  })

  function begin(day: number, context: Context): DayValues {
    const { store } = context
    context.wakeAt((day + 1) * dayMs + patienceMs, String(day))
    for (const slot of store.slots())
      if (slot.startsWith('day:') && Number(slot.slice(4)) < day - referenceDays) store.delete(slot)
    return {
      kind: 'values',
      values: new Float64Array(candlesPerDay * columns.length).fill(Number.NaN),
    }
  }
}

function slotOf(day: number): string {
  return `day:${day}`
}

/** One column of some days. */
function valuesAt(days: readonly DayValues[], column: number): Float64Array {
  const found = new Float64Array(days.length * candlesPerDay)
  let at = 0
  for (const { values } of days)
    for (let place = column; place < values.length; place += columns.length)
      found[at++] = values[place] as number
  return found
}

function valuesOf(candle: Candle, before: Last | undefined): number[] {
  const { high, low, close, volume, trades, taker_buy_volume: taker } = candle
  return [
    before === undefined ? Number.NaN : 100 * (close / before.close - 1),
    (100 * (high - low)) / close,
    volume,
    trades ?? Number.NaN,
    taker === null || volume === 0 ? Number.NaN : taker / volume,
  ]
}
