/** What every process under measurement does: tells its processor time when asked, and ends with its parent. */
export function beMeasured(): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuSeconds: (user + system) / 1e6 });
  });
  process.on('disconnect', () => process.exit(0));
}
