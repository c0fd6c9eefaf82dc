import { scan } from 'suretrap'

const { findings } = await scan(['messages.jsonl'])
const [{ trigger, dose }] = findings
console.log(trigger.text, trigger.slot, dose.count)
