import { accessSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { RestError } from '../../connectors/binance/rest-error.ts'
import { streamAnswers } from '../../connectors/binance/stream-check.ts'
import { type Config, loadConfig } from '../config.ts'
import { liveSource } from '../live-source.ts'
import { symbolOf } from '../options.ts'

interface DoctorFlags {
  readonly market?: string
  readonly symbol: string
  readonly dataDir: string
  readonly json?: boolean
}

export interface Finding {
  readonly what: string
  readonly state: 'ok' | 'warning' | 'fault'
  readonly text: string
}

/** The clock may be off by so much before anybody should set it; the collector goes by the exchange's. */
const skewMaxMs = 2_000

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what could keep a live start from working: settings, folder, exchange, clock')
    .option('--market <market>', 'spot or perpetual; else what the settings say')
    .option('--symbol <symbol>', 'that should be traded', symbolOf, 'BTCUSDT')
    .option('--data-dir <folder>', 'that should be written to', 'data')
    .option('--json', 'one JSON array')
    .action(async ({ json, ...flags }: DoctorFlags) => {
      const findings = await examine(flags)
      if (json === true) console.log(JSON.stringify(findings))
      else for (const { what, state, text } of findings) console.log(lineOf(what, state, text))
      if (findings.some(({ state }) => state === 'fault')) process.exitCode = 1
    })
}

function lineOf(what: string, state: Finding['state'], text: string): string {
  return `${{ ok: '✓', warning: '!', fault: '✗' }[state]} ${what.padEnd(9)} ${text}`
}

/** Each finding stands by itself; a fault of one keeps no other from being looked for. */
export async function examine({
  market,
  symbol,
  dataDir,
}: DoctorFlags): Promise<readonly Finding[]> {
  const folder = folderFinding(resolve(dataDir))
  let config: Config
  try {
    config = await loadConfig({ 'binance.market': market })
  } catch (error) {
    const text = (error as Error).message
    return [{ what: 'settings', state: 'fault', text }, folder]
  }
  const { preset, binance } = config
  const text = `preset ${preset}, Binance ${binance.market}, ${binance.trades} streams`
  return [
    { what: 'settings', state: 'ok', text },
    folder,
    ...(await exchangeFindings(config, symbol)),
  ]
}

function folderFinding(folder: string): Finding {
  const what = 'folder'
  const existed = existsSync(folder)
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    if (!existed) rmSync(folder, { recursive: true })
    return { what, state: 'ok', text: `${folder} can be written to` }
  } catch (error) {
    const text = `${join(folder)} cannot be written to: ${(error as Error).message}`
    return { what, state: 'fault', text }
  }
}

async function exchangeFindings(config: Config, symbol: string): Promise<readonly Finding[]> {
  const source = liveSource({ config, symbols: [symbol], onNote: () => undefined })
  const { market, time } = source
  try {
    const traded = await market.symbols()
    await time.measure(() => market.timeMs())
    const skewMs = Math.round(time.skewMs)
    const skewed = Math.abs(skewMs) > skewMaxMs && config.binance.urls.rest === null
    return [
      { what: 'REST', state: 'ok', text: `${market.exchange} answers in ${time.roundTripMs} ms` },
      traded.has(symbol)
        ? { what: 'symbol', state: 'ok', text: `${symbol} is traded` }
        : { what: 'symbol', state: 'fault', text: `${symbol} is not traded there` },
      {
        what: 'clock',
        state: skewed ? 'warning' : 'ok',
        text: `${skewMs} ms behind the exchange's, ± ${Math.ceil(time.roundTripMs / 2)}${skewed ? ': the collector goes by the exchange’s, but set yours (NTP)' : ''}`,
      },
      await streamFinding(source.streamUrl, symbol),
    ]
  } catch (error) {
    const region = error instanceof RestError && error.fault === 'region'
    const what = region ? 'region' : 'REST'
    return [{ what, state: 'fault', text: (error as Error).message }]
  }
}

async function streamFinding(url: string, symbol: string): Promise<Finding> {
  const fault = await streamAnswers(url, symbol)
  return fault === undefined
    ? { what: 'streams', state: 'ok', text: `${url} delivers` }
    : { what: 'streams', state: 'fault', text: `${url}: ${fault}` }
}
