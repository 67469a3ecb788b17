/** The claim service as its own main.ts runs it, for a run of the chaos; it ends with the one who started it. */
process.on('disconnect', () => process.exit(0));
const { claimService } = await import('@huying/claim');
const { runService } = await import('@huying/http');
await runService(claimService);
process.send?.({ ready: true });
