const { scan } = require('suretrap')

scan(['messages.jsonl']).then(({ findings: [{ trigger, dose }] }) => {
  console.log(trigger.text, trigger.slot, dose.count)
})
