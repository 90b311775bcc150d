import { Command, Option } from 'commander'
import { describeTopology, topologyMermaid, topologyText } from '../../engine/core/topology.ts'
import { chainOf, tradingSettings } from '../assembly.ts'
import { loadConfig } from '../config.ts'
import { modelsOf } from '../models.ts'
import { cutOption } from '../options.ts'

export function topologyCommand(): Command {
  return new Command('topology')
    .description('print the graph of the data flow')
    .addOption(
      new Option('--format <format>', 'how').choices(['text', 'json', 'mermaid']).default('text'),
    )
    .addOption(cutOption())
    .action(async ({ format, cut }: { format: string; cut: readonly string[] }) => {
      const config = await loadConfig({})
      const settings = tradingSettings(config, 'live', 'perpetual')
      const topology = await chainOf(config, settings, cut, modelsOf(config))
      if (format === 'json') console.log(JSON.stringify(describeTopology(topology), null, 2))
      else
        process.stdout.write(
          format === 'mermaid' ? topologyMermaid(topology) : topologyText(topology),
        )
    })
}
