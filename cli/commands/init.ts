import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import { configFileNames } from '../config.ts'
import { symbolOf } from '../options.ts'

interface InitFlags {
  readonly source?: string
  readonly market?: string
  readonly symbols?: string
  readonly preset?: string
  readonly yes?: boolean
}

interface Question {
  readonly name: 'source' | 'market' | 'symbols' | 'preset'
  readonly text: string
  readonly answers?: readonly string[]
  readonly fallback: string
}

const questions: readonly Question[] = [
  {
    name: 'source',
    text: 'Where ticks come from',
    answers: ['binance', 'sim'],
    fallback: 'binance',
  },
  { name: 'market', text: 'Which market', answers: ['spot', 'perpetual'], fallback: 'spot' },
  { name: 'symbols', text: 'Symbols, with commas between them', fallback: 'BTC/USDT,ETH/USDT' },
  {
    name: 'preset',
    text: 'How narrow votes and gates are',
    answers: ['strict', 'standard', 'exploring'],
    fallback: 'standard',
  },
]

export function initCommand(): Command {
  const command = new Command('init').description(
    'asks for source, symbols and preset, and writes alphapulse.config.json; what is given as a flag is not asked',
  )
  for (const { name, text, answers, fallback } of questions)
    command.option(`--${name} <${name}>`, `${text} (${answers?.join(', ') ?? fallback})`)
  return command
    .option('--yes', 'take the default of everything that is not given')
    .action(async (flags: InitFlags) => {
      const known = configFileNames.find((name) => existsSync(resolve(name)))
      if (known !== undefined)
        throw new ConfigError(`${known} is there already: change it, or remove it first`)
      const answers = await answersTo(flags)
      const path = join(process.cwd(), 'alphapulse.config.json')
      writeFileSync(path, `${JSON.stringify(configOf(answers), null, 2)}\n`)
      console.log(`${path} is written; now: npx alphapulse doctor, npx alphapulse start`)
    })
}

type Answers = { readonly [name in Question['name']]: string }

async function answersTo(flags: InitFlags): Promise<Answers> {
  const ask = flags.yes !== true && process.stdin.isTTY === true
  const reader = ask ? createInterface({ input: process.stdin, output: process.stdout }) : undefined
  const answers: { [name: string]: string } = {}
  try {
    for (const question of questions) {
      const { name, text, fallback } = question
      // A simulated market is the same whatever it is called.
      const given = name === 'market' && answers.source === 'sim' ? fallback : flags[name]
      const choice =
        question.answers === undefined ? fallback : `${question.answers.join(', ')}; ${fallback}`
      const answer = given ?? (await reader?.question(`${text} [${choice}]: `)) ?? ''
      answers[name] = checked(question, answer.trim() === '' ? fallback : answer.trim())
    }
  } finally {
    reader?.close()
  }
  return answers as Answers
}

function checked({ name, answers }: Question, answer: string): string {
  if (answers !== undefined && !answers.includes(answer))
    throw new ConfigError(`${name} was '${answer}'; it is one of ${answers.join(', ')}`)
  if (name === 'symbols')
    return answer
      .split(',')
      .map((text) => symbolOf(text.trim()))
      .join(',')
  return answer
}

function configOf({ source, market, symbols, preset }: Answers): object {
  const told = { source, symbols: symbols.split(','), preset }
  return source === 'sim' ? told : { ...told, binance: { market } }
}
