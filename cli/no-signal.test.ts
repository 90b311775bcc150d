import { beforeEach, describe, expect, test } from 'vitest'
import { MemoryLog } from '../engine/log/memory.ts'
import { tradingDefaults } from '../operators/trading/trading-settings.ts'
import type { Rejection, Signal, Status } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { LiveLines } from './live-lines.ts'
import { noSignalIn, noSignalText } from './no-signal.ts'

const hourMs = 3_600_000
const startMs = Date.UTC(2026, 0, 5)

let log: MemoryLog
const at = (hours: number) => startMs + hours * hourMs

beforeEach(() => {
  const { status, signals, rejections, outcomes, weights } = topics
  log = new MemoryLog({ topics: [status, signals, rejections, outcomes, weights], partitions: 2 })
  log.append(topics.status, 0, { key: 'status', value: {} as Status, timeMs: at(0) })
})

function signal(hours: number): void {
  const value = {
    symbol: 'BTCUSDT',
    direction: 'LONG',
    signal_time: at(hours),
    reference_price: 1,
    take_profit: 2,
    stop_loss: 0.5,
    confidence: 0.7,
  } as Signal
  log.append(topics.signals, 1, { key: 'BTCUSDT', value, timeMs: at(hours) })
}

function refused(hours: number, gate: string, value: number, threshold: number): void {
  const rejection = { candidate_id: `${gate} ${hours}`, symbol: 'BTCUSDT', gate, value, threshold }
  const record = { key: 'BTCUSDT', value: rejection as Rejection, timeMs: at(hours) }
  log.append(topics.rejections, 1, record)
}

const said = (hours: number): string | null => {
  const told = noSignalIn(log, at(hours))
  return told && noSignalText(told)
}

describe('a day without a signal', () => {
  test('is told from the beginning on, and from the last signal on', () => {
    expect(said(23.9)).toBeNull()
    expect(said(24)).toMatch(/^no signal for 24 h; /)
    signal(30)
    expect(said(53.9)).toBeNull()
    expect(said(54.5)).toMatch(/^no signal for 24 h; /)
  })

  test('has the gate that binds in its last 24 hours, and its nearest miss', () => {
    refused(2, 'net-profit', 0.1, 0.5)
    for (let hour = 10; hour < 20; hour++) refused(hour, 'consensus', 0.6, 0.65)
    refused(21, 'confluence', 58.2, 60)
    refused(22, 'confluence', 40, 60)
    expect(said(27)).toBe(
      'no signal for 27 h; in the last 24 h: consensus refused 10 of 12, confluence 2 of 2 (100.0 %); confluence 58 instead of 60: 1 more, no shadow has closed · npx alphapulse funnel',
    )
  })

  test('says where there was nothing to refuse, and where consensus alone refused', () => {
    expect(said(24)).toContain('no opportunity, the votes gave no direction')
    refused(20, 'consensus', 0.6, 0.65)
    expect(said(25)).toBe(
      'no signal for 25 h; in the last 24 h: consensus refused 1 of 1 · npx alphapulse funnel',
    )
  })
})

test('the terminal says it once a day, and not again before another day has gone', () => {
  const lines = new LiveLines(log, 'SIMULATED ', tradingDefaults)
  const toldAt: number[] = []
  for (let hours = 0; hours < 120; hours++) {
    if (hours === 60) signal(hours)
    const line = lines.noSignal(at(hours))
    if (line === undefined) continue
    expect(line).toMatch(/^SIMULATED 2026-01-\d\d \d\d:00 {2}no signal for /)
    toldAt.push(hours)
  }
  // The signal comes 60 hours after the start: a day after it, 84, and each day from there.
  expect(toldAt).toEqual([24, 48, 84, 108])
})
