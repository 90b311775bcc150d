/**
 * Writes `.env.example` and `docs/configuration.md` from the configuration's schema; `--check` writes
 * nothing and fails when one of them is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configLeaves, envNameOf, knownNames } from './config.ts'

const root = join(import.meta.dirname, '..')
const leaves = configLeaves()

function shown(value: unknown): string {
  return value === null ? '' : String(value)
}

const environment = [
  '# Every setting with its default. Flags win over the environment, the environment over alphapulse.config.*',
  ...leaves.flatMap(({ path, description, fallback }) => {
    const text = description === '' ? path : `${path}: ${description}`
    return ['', `# ${text}`, `# ${envNameOf(path)}=${shown(fallback)}`]
  }),
  '',
  '# Names that people already use:',
  ...Object.entries(knownNames).map(([name, path]) => `# ${name} is ${envNameOf(path)}`),
  '',
].join('\n')

const guide = `# Configuration

Settings come from flags, else the environment, else \`alphapulse.config.{ts,mjs,js,json}\` in the working folder, else the
defaults below. All faults are reported together. What a data folder was made with cannot be changed afterwards (only
\`batch\`, \`commit\`, \`durability\`, \`statusEvery\`, \`clickhouse\` and \`kafka\` can); the preset can, by a command that becomes a record:
\`npx alphapulse set preset strict --why "…"\`.

\`\`\`ts
// alphapulse.config.ts
export default { preset: 'strict', desk: { maxLeverage: 3 } }
\`\`\`

| setting | default | environment | meaning |
|---|---|---|---|
${leaves
  .map(
    ({ path, description, fallback }) =>
      `| \`${path}\` | ${shown(fallback) === '' ? '–' : `\`${shown(fallback)}\``} | \`${envNameOf(path)}\` | ${description} |`,
  )
  .join('\n')}

Also read: ${Object.entries(knownNames)
  .map(([name, path]) => `\`${name}\` (\`${path}\`)`)
  .join(', ')}.
`

const files = new Map([
  [join(root, '.env.example'), environment],
  [join(root, 'docs', 'configuration.md'), guide],
])
if (process.argv.includes('--check')) {
  for (const [path, text] of files) {
    if (readFileSync(path, 'utf8') === text) continue
    console.error(`${path} is stale: run \`npm run config-docs\``)
    process.exitCode = 1
  }
} else for (const [path, text] of files) writeFileSync(path, text)
