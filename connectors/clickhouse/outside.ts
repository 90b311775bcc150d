import { existsSync } from 'node:fs'
import type { ClickHouseClient } from '@clickhouse/client'
import { ConfigError } from '../../engine/core/errors.ts'
import { harmlessClauses } from './harmless-settings.ts'
import { rowsOf } from './insert.ts'
import type { SinkTarget } from './target.ts'

/** Table functions that compute or read tables of this database; every other one reaches outside of it. */
const harmless = new Set(
  'numbers numbers_mt zeros zeros_mt generateseries generate_series values view merge null primes format'.split(
    ' ',
  ),
)

/** What a statement may name. */
export interface Known {
  /** Lower case. */
  readonly tableFunctions: ReadonlySet<string>
  /** As `table` in the present database, and as `database.table`. */
  readonly tables: ReadonlySet<string>
  /** Whether a name that is no table is one that the statement gives to a subquery. */
  readonly isOwnName: (name: string) => boolean
  /** So many SETTINGS clauses hold nothing that reaches outside. */
  readonly harmlessClauses: number
}

interface Node {
  readonly text: string
  readonly depth: number
  readonly parent: Node | undefined
  readonly first: boolean
}

/**
 * Refuses a statement that reads files, the network or other servers: table functions such as
 * `file` and `url`, and names that embedded ClickHouse takes for a file's. Asks ClickHouse's own
 * parser what is in the statement, so that no way of writing hides anything; `readonly` alone lets
 * some of it pass, and in chDB would stay for the sink's inserts.
 */
export async function assertInside(
  client: ClickHouseClient,
  target: SinkTarget,
  sql: string,
): Promise<void> {
  const tree = await treeOf(client, sql)
  const functions = await rowsOf<{ name: string }>(
    client,
    'SELECT lower(name) AS name FROM system.table_functions',
  )
  const tables = await rowsOf<{ name: string }>(
    client,
    "SELECT arrayJoin([if(database = currentDatabase(), name, ''), concat(database, '.', name)]) AS name FROM system.tables WHERE engine != 'File'",
  )
  const fault = outsideFault(tree, {
    tableFunctions: new Set(functions.map(({ name }) => name)),
    tables: new Set(tables.map(({ name }) => name)),
    isOwnName: (name) =>
      new RegExp(`\\b${name}\\b["\`]?\\s*(?:\\([\\w\\s,]*\\)\\s*)?AS\\s*\\(`, 'i').test(sql) &&
      // In embedded ClickHouse a name that is no table may be a file of the working folder.
      !(target.kind === 'embedded' && existsSync(name)),
    harmlessClauses: harmlessClauses(sql),
  })
  if (fault !== undefined)
    throw new ConfigError(
      `only the tables of AlphaPulse are read here, no files and no network; this was refused because ${fault}`,
    )
}

async function treeOf(client: ClickHouseClient, sql: string): Promise<string> {
  const answer = await client
    .exec({
      query: `EXPLAIN AST ${sql}`,
      clickhouse_settings: { default_format: 'TSVRaw' as never },
    })
    .catch((error: Error) => {
      const type = 'type' in error ? ` (${error.type})` : ''
      throw new ConfigError(`${error.message.trim()}${type}`, {}, error)
    })
  const parts: Buffer[] = []
  for await (const part of answer.stream as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString()
}

/** What in the syntax tree, as `EXPLAIN AST` writes it, reaches outside; undefined: nothing. */
export function outsideFault(tree: string, known: Known): string | undefined {
  const nodes = nodesOf(tree)
  if (nodes.length === 0) return 'ClickHouse did not say what is in it'
  // A filter in a setting is an expression that the tree does not show.
  if (nodes.filter(isSettings).length > known.harmlessClauses)
    return 'it changes settings other than how the answer is written'
  for (const node of nodes) {
    const fault = nodeFault(node, known)
    if (fault !== undefined) return fault
  }
  return undefined
}

function nodeFault({ text, parent, first }: Node, known: Known): string | undefined {
  const [kind = '', name = ''] = text.split(/\s+/)
  switch (kind) {
    case 'Function': {
      const lower = name.toLowerCase()
      const isTable = parent?.text.startsWith('TableExpression') === true
      if (harmless.has(lower) || !(isTable || known.tableFunctions.has(lower))) return undefined
      return `it uses the table function ${name}`
    }
    case 'TableIdentifier':
      return tableFault(name, known)
    case 'Identifier':
      return isLookup(parent) && !first ? tableFault(name, known) : undefined
    default:
      return undefined
  }
}

/** A SETTINGS clause; what directly follows EXPLAIN is another thing. */
function isSettings({ text, parent, first }: Node): boolean {
  return /^Set\b/.test(text) && !(first && parent?.text.startsWith('Explain'))
}

/** The arguments of an `x IN y`, where y may be a table. */
function isLookup(parent: Node | undefined): boolean {
  const call = parent?.text.startsWith('ExpressionList') === true ? parent.parent : undefined
  return /^Function \w*in(?:ignoreset)?\b/i.test(call?.text ?? '')
}

function tableFault(name: string, { tables, isOwnName }: Known): string | undefined {
  if (tables.has(name)) return undefined
  if (/^\w+$/.test(name) && isOwnName(name)) return undefined
  return `there is no table ${name}`
}

function nodesOf(tree: string): readonly Node[] {
  const nodes: Node[] = []
  const open: Node[] = []
  for (const line of tree.split('\n')) {
    if (line.trim() === '') continue
    const depth = line.length - line.trimStart().length
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop()
    const parent = open.at(-1)
    const last = nodes.at(-1)
    const node = { text: line.trim(), depth, parent, first: last === parent }
    nodes.push(node)
    open.push(node)
  }
  return nodes
}
