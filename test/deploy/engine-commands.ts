import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError } from 'commander'
import { configLeaves, envNameOf } from '../../cli/config.ts'

const folder = fileURLToPath(new URL('../../cli/commands/', import.meta.url))

/** The `alphapulse` command with nothing behind it: it only parses. */
async function parser(): Promise<Command> {
  const program = new Command('alphapulse')
  for (const file of readdirSync(folder).filter((name) => /^[^.]+\.ts$/.test(name))) {
    const module = (await import(`${folder}${file}`)) as { readonly [name: string]: unknown }
    for (const [name, make] of Object.entries(module)) {
      if (!/Commands?$/.test(name) || typeof make !== 'function') continue
      for (const command of [make()].flat() as readonly Command[]) program.addCommand(command)
    }
  }
  disarm(program)
  return program
}

function disarm(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
  if (command.commands.length === 0) command.action(() => undefined)
  for (const inner of command.commands) disarm(inner)
}

/** What the command line has to say against it, or undefined. */
export async function faultOf(line: string): Promise<string | undefined> {
  try {
    await (await parser()).parseAsync(line.split(' '), { from: 'user' })
    return undefined
  } catch (error) {
    if (error instanceof CommanderError) return error.message
    throw error
  }
}

/** Environment names that the engine reads. */
export function knownEnvironment(): ReadonlySet<string> {
  return new Set(configLeaves().map(({ path }) => envNameOf(path)))
}
