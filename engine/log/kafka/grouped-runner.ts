/** As whom a process has a task: offsets are committed under it. */
export interface GroupMember {
  readonly groupId: string
  readonly memberId: string
}

/** Runs one task that a group has given to this process. */
export interface GroupedRunner {
  /** Runs until `stop`; throws where the task was lost or given up, or a commit's outcome is unknown. */
  run(): Promise<void>
  stop(): void
  /** Commits what was done and does nothing more until `resume`; resolves when it stands still, or has ended. */
  suspend(): Promise<void>
  /** Goes on, as the member that was given the task anew. */
  resume(member: GroupMember): void
}
