/** Runs a rival and says on standard output what it found and how long it took, its own start-up left out. */
export async function report(work) {
  const started = performance.now()
  const rows = await work()
  console.log(JSON.stringify({ ms: performance.now() - started, rows }))
}
