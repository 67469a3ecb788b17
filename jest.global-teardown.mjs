/** Ends the servers of this run and removes their data; a run that is killed has this done by the servers' keeper. */
export default async function teardown() {
  await globalThis.huyingServers?.stop();
}
