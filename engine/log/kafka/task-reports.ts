import type { Admin, Kafka } from 'kafkajs'
import { ingestWriter } from '../../core/ingest.ts'
import { tasksOf } from './assigner.ts'
import { newestPosition } from './changelog.ts'
import { retry } from './client.ts'
import type { ClusterLink } from './cluster-link.ts'
import { correctedKafkajs } from './corrections.ts'
import { sinkTasks } from './names.ts'
import type { SavedPosition } from './task-log.ts'

/** How one task of an application stands, as the cluster tells it: whoever runs it. */
export interface TaskReport {
  /** sub-topology.partition; the ingest is `ingest.0`. */
  readonly task: string
  /** Client id and host of the process that its group gave it to; undefined: nobody has it, or it has no group. */
  readonly owner: string | undefined
  /** Client id of the process that made its last commit; undefined before the first. */
  readonly committedBy: string | undefined
  /** Source clock up to which it is done; of the ingest, its clock. */
  readonly clockMs: number | undefined
  readonly inputs: readonly InputReport[]
}

export interface InputReport {
  readonly topic: string
  readonly partition: number
  /** The offset that the task reads next. */
  readonly offset: number
  /** Behind the newest committed record, or marker. */
  readonly end: number
  /** Records that wait, heartbeats among them; markers and what was aborted left out. */
  readonly lag: number
}

/** Every task of the application that has a changelog; of the sinks, those that were ever shared. */
export async function taskReports(client: Kafka, link: ClusterLink): Promise<TaskReport[]> {
  const writers = await writersOf(client, link)
  const owners = await withAdmin(client, (admin) => ownersOf(admin, link, writers))
  const reports = await Promise.all(
    writers.flatMap(({ name, tasks }) =>
      Array.from({ length: tasks }, (_, partition) =>
        report(link, name, partition, owners.get(`${name}.${partition}`)),
      ),
    ),
  )
  // Where a process writes its own tables, or nobody writes any, there are none.
  return reports.filter(
    ({ task, owner, committedBy }) =>
      !task.startsWith(`${sinkTasks}.`) || owner !== undefined || committedBy !== undefined,
  )
}

async function withAdmin<T>(client: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client.admin({ retry })
  await admin.connect()
  try {
    return await ask(admin)
  } finally {
    await admin.disconnect()
  }
}

export interface Writer {
  readonly name: string
  readonly tasks: number
}

/** Whoever has a changelog, with a partition per task; the ingest first. */
export async function writersOf(
  client: Kafka,
  { options: { names } }: ClusterLink,
): Promise<readonly Writer[]> {
  const prefix = names.changelog('')
  const { topics } = await withAdmin(client, (admin) => admin.fetchTopicMetadata())
  const found = topics
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, partitions }) => ({ name: name.slice(prefix.length), tasks: partitions.length }))
  const rank = ({ name }: Writer): number => (name === ingestWriter ? 0 : 1)
  return found.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
}

async function report(
  link: ClusterLink,
  subTopology: string,
  partition: number,
  owner: string | undefined,
): Promise<TaskReport> {
  const saved = await savedPosition(link, subTopology, partition)
  const position = saved?.position as
    | {
        readonly clockMs?: number
        readonly watermarkMs?: number
        readonly offsets?: { readonly [topicPartition: string]: number }
      }
    | undefined
  const inputs = await Promise.all(
    Object.entries(position?.offsets ?? {}).map(([name, offset]) =>
      inputReport(link, name, offset),
    ),
  )
  return {
    task: `${subTopology}.${partition}`,
    owner,
    committedBy: saved?.by,
    clockMs: position?.clockMs ?? position?.watermarkMs,
    inputs,
  }
}

async function inputReport(
  { fetcher, options: { names } }: ClusterLink,
  name: string,
  offset: number,
): Promise<InputReport> {
  const at = name.lastIndexOf('/')
  const topic = name.slice(0, at)
  const partition = Number(name.slice(at + 1))
  const full = names.topic({ name: topic })
  const { end } = await fetcher.bounds(full, partition)
  // Only markers may lie between: of a few offsets it is looked at each.
  const few = end - offset <= fewOffsets
  const lag = few ? (await fetcher.readKept(full, partition, offset, end)).length : end - offset
  return { topic, partition, offset, end, lag: Math.max(0, lag) }
}

/** The newest commit's, looked for from the end on. */
async function savedPosition(
  { fetcher, options: { names } }: ClusterLink,
  subTopology: string,
  partition: number,
): Promise<SavedPosition | undefined> {
  const changelog = names.changelog(subTopology)
  const { start, end } = await fetcher.bounds(changelog, partition)
  for (let stretch = fewOffsets; ; stretch *= 8) {
    const from = Math.max(start, end - stretch)
    const found = newestPosition(await fetcher.readKept(changelog, partition, from, end))
    if (found !== undefined || from === start) return found as SavedPosition | undefined
  }
}

const fewOffsets = 200

/** Client id and host by task. */
async function ownersOf(
  admin: Admin,
  { options: { names } }: ClusterLink,
  writers: readonly Writer[],
): Promise<ReadonlyMap<string, string>> {
  const { MemberAssignment } = correctedKafkajs().AssignerProtocol
  const owners = new Map<string, string>()
  const byGroup = new Map(writers.map((writer) => [names.group(writer.name), writer]))
  const { groups } = await admin.describeGroups([...byGroup.keys()])
  for (const { groupId, members } of groups) {
    const { name, tasks } = byGroup.get(groupId) as Writer
    for (const { clientId, clientHost, memberAssignment } of members) {
      if (memberAssignment.length === 0) continue
      const assigned = MemberAssignment.decode(memberAssignment)?.assignment ?? {}
      // With one task, whoever has any partition has it.
      for (const task of tasksOf(assigned, tasks === 1 ? 'global' : 'key'))
        owners.set(`${name}.${task}`, `${clientId} at ${clientHost.replace(/^\//, '')}`)
    }
  }
  return owners
}
