import { Command } from 'commander'
import { funnelOf } from '../../operators/funnel/funnel.ts'
import { askOpportunities } from '../ask-opportunities.ts'
import { findPlace, type PlaceFlags, withPlace } from '../data-folder.ts'
import { funnelText } from '../funnel-text.ts'
import { durationOf, symbolOf } from '../options.ts'

interface FunnelFlags extends PlaceFlags {
  readonly since: number
  readonly symbol?: string
  readonly json?: boolean
}

export function funnelCommand(): Command {
  return withPlace(new Command('funnel'))
    .description('why no signal: from opportunities to signals, what each gate refused')
    .option(
      '--since <time>',
      'back from the newest record, as 90m, 24h or 7d',
      durationOf,
      86_400_000,
    )
    .option('--symbol <symbol>', 'only of one symbol (BTCUSDT or BTC/USDT)', symbolOf)
    .option('--json', 'one JSON object')
    .action(async ({ since: lengthMs, symbol, json, ...flags }: FunnelFlags) => {
      const { toMs, mode, found } = await askOpportunities(findPlace(flags), { lengthMs, symbol })
      const told = {
        fromMs: (toMs ?? 0) - lengthMs,
        toMs,
        symbol,
        mode,
        funnel: funnelOf(found),
      }
      if (json !== true) console.log(funnelText(told))
      else {
        const { funnel, symbol = null, ...where } = told
        console.log(JSON.stringify({ ...where, symbol, ...funnel }))
      }
    })
}
