import { kafkaClient } from '../../engine/log/kafka/client.ts'
import { GroupMembership, type MembershipOptions } from '../../engine/log/kafka/membership.ts'

/** A member in a process of its own, which can be killed and stopped; it prints what it is told, a line of JSON each. */
const [brokers = '', given = '{}'] = process.argv.slice(2)
const options = JSON.parse(given) as Omit<MembershipOptions, 'onWarning'>
const tell = (told: object): void => console.log(JSON.stringify(told))

await GroupMembership.join(
  kafkaClient({ brokers: brokers.split(',') }, 'member', () => undefined),
  { ...options, onWarning: () => undefined },
  {
    onAssigned: ({ tasks, kept }) => tell({ tasks, kept }),
    onUnsettled: (why) => tell({ why }),
    onFailed: ({ message }) => tell({ message }),
  },
)
