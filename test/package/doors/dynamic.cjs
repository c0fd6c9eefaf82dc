import('suretrap')
  .then(({ scan }) => scan(['messages.jsonl']))
  .then(({ findings: [{ trigger, dose }] }) => {
    console.log(trigger.text, trigger.slot, dose.count)
  })
