/** One service, as its image runs it, in a process that ends with the drill, however that ends: so this comes before anything is loaded. */
process.on('disconnect', () => process.exit(1));
const main = process.argv[2];
if (!main) throw new TypeError('Say which program is meant.');
await import(main);

// A module needs something to be one.
export {};
