import { Command } from 'commander'
import { MarketFileError } from '../connectors/files/market-file-error.ts'
import { StreamError } from '../engine/core/errors.ts'
import { backfillCommand } from './commands/backfill.ts'
import { checkHeadCommand } from './commands/check-head.ts'
import { controlCommands } from './commands/control.ts'
import { deadLettersCommand } from './commands/dead-letters.ts'
import { digestCommand } from './commands/digest.ts'
import { doctorCommand } from './commands/doctor.ts'
import { funnelCommand } from './commands/funnel.ts'
import { gapsCommand } from './commands/gaps.ts'
import { initCommand } from './commands/init.ts'
import { luckCommand } from './commands/luck.ts'
import { memoryCommand } from './commands/memory.ts'
import { modelCommand } from './commands/model.ts'
import { rebuildCommand } from './commands/rebuild.ts'
import { recordsCommand } from './commands/records.ts'
import { replayCommand } from './commands/replay.ts'
import { resetCommand } from './commands/reset.ts'
import { savepointCommand } from './commands/savepoint.ts'
import { simExchangeCommand } from './commands/sim-exchange.ts'
import { simulateCommand } from './commands/simulate.ts'
import { sqlCommand } from './commands/sql.ts'
import { startCommand } from './commands/start.ts'
import { stateCommand } from './commands/state.ts'
import { symbolsCommand } from './commands/symbols.ts'
import { tasksCommand } from './commands/tasks.ts'
import { topicsCommand } from './commands/topics.ts'
import { topologyCommand } from './commands/topology.ts'
import { validateCommand } from './commands/validate.ts'
import { warmUpCommand } from './commands/warm-up.ts'

/** The `alphapulse` command. Errors of a known kind are one plain message; anything else shows where it broke. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('alphapulse')
    .description(
      'A deterministic streaming engine that learns from its own trading signals. It sends no orders.',
    )
    .showHelpAfterError()
  const commands = [
    startCommand,
    replayCommand,
    simExchangeCommand,
    simulateCommand,
    sqlCommand,
    funnelCommand,
    recordsCommand,
    digestCommand,
    topologyCommand,
    topicsCommand,
    tasksCommand,
    deadLettersCommand,
    rebuildCommand,
    resetCommand,
    savepointCommand,
    stateCommand,
    warmUpCommand,
    luckCommand,
    memoryCommand,
    gapsCommand,
    backfillCommand,
    symbolsCommand,
    doctorCommand,
    initCommand,
    validateCommand,
    checkHeadCommand,
    modelCommand,
  ]
  for (const command of commands) {
    program.addCommand(command())
  }
  for (const command of controlCommands()) program.addCommand(command)
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    if (error instanceof StreamError || error instanceof MarketFileError) {
      console.error(`alphapulse: ${error.message}`)
    } else console.error(error)
    process.exitCode = 1
  }
}
