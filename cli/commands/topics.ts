import { Command } from 'commander'
import { kafkaClient } from '../../engine/log/kafka/client.ts'
import type { TopicPlan, TopicStep } from '../../engine/log/kafka/topic-plan.ts'
import { topicSpecs, trims } from '../../engine/log/kafka/topic-specs.ts'
import { TopicAdmin } from '../../engine/log/kafka/topics.ts'
import { chainOf, tradingSettings } from '../assembly.ts'
import { loadConfig } from '../config.ts'
import { kafkaConnection } from '../kafka-config.ts'
import { modelsOf } from '../models.ts'
import { cutOption, wholeNumber } from '../options.ts'

interface TopicsFlags {
  readonly prefix?: string
  readonly partitions?: number
  readonly cut: readonly string[]
}

export function topicsCommand(): Command {
  const topics = new Command('topics').description(
    'the topics on a Kafka cluster, beside those that the topology declares',
  )
  const subcommands = [
    { name: 'diff', about: 'show what `apply` would do; changes nothing', applies: false },
    { name: 'apply', about: 'show the difference, then create and change topics', applies: true },
  ] as const
  for (const { name, about, applies } of subcommands) {
    topics
      .command(name)
      .description(about)
      .option('--prefix <prefix>', 'first part of every name; kafka.prefix where it is left out')
      .option('--partitions <n>', 'partitions of the topics keyed by symbol', wholeNumber)
      .addOption(cutOption())
      .action((flags: TopicsFlags) => compare(flags, applies))
  }
  return topics
}

async function compare({ prefix, partitions, cut }: TopicsFlags, applies: boolean): Promise<void> {
  const config = await loadConfig({ 'kafka.prefix': prefix, partitions })
  const { kafka } = config
  const connection = kafkaConnection(kafka)
  const settings = tradingSettings(config, 'live', 'perpetual')
  const trim = trims(kafka.prefix, kafka.retention)
  const specs = topicSpecs({
    topology: await chainOf(config, settings, cut, modelsOf(config)),
    partitions: config.partitions,
    app: kafka.prefix,
    trim,
  })
  // What fails is thrown; what kafkajs says of each attempt on the way there is noise.
  const client = kafkaClient(connection, 'alphapulse-topics', () => undefined)
  const admin = await TopicAdmin.connect(client, connection.brokers)
  try {
    const plan = await admin.plan(specs, kafka.replication ?? undefined)
    for (const line of planLines(plan)) console.log(line)
    if (!trim) console.log('retention is off: nothing is deleted by age under this prefix')
    if (!applies) return
    await admin.apply(plan)
    if (plan.steps.some(({ kind }) => kind !== 'same')) console.log('applied')
  } finally {
    await admin.close()
  }
}

const dayMs = 86_400_000

export function planLines({ steps, notes }: TopicPlan): string[] {
  const same = steps.filter(({ kind }) => kind === 'same').length
  const lines = steps.flatMap((step) => stepLine(step) ?? [])
  const rest = `${same === steps.length ? 'all ' : ''}${same} as declared`
  return [...lines, ...(same > 0 ? [rest] : []), ...notes.map((note) => `note: ${note}`)]
}

function stepLine(step: TopicStep): string | undefined {
  switch (step.kind) {
    case 'create': {
      const { partitions, replication } = step
      const shape = `partitions ${partitions}, replication ${replication}, min ISR ${step.settings['min.insync.replicas']}`
      return `create   ${step.topic}: ${shape}, ${keptText(step.settings)}`
    }
    case 'change': {
      const changes = step.changes.map(({ name, from, to }) => `${name} ${from} → ${to}`)
      return `change   ${step.topic}: ${changes.join(', ')}`
    }
    case 'refused':
      return `refused  ${step.topic}: ${step.reason}`
    case 'same':
      return undefined
    default: {
      const never: never = step
      return never
    }
  }
}

function keptText(settings: { readonly [name: string]: string }): string {
  if (settings['cleanup.policy'] === 'compact') return 'compacted'
  const keptMs = Number(settings['retention.ms'])
  return keptMs === -1 ? 'kept for ever' : `kept ${keptMs / dayMs} days`
}
