const EVERY_MS = 500;

/**
 * The scripts of package.json leave word of who runs them here before they compile: npm may be gone when they have, and
 * the parent that is found then is another already.
 */
const STARTED_BY = 'HUYING_STARTED_BY';

/**
 * Calls back when the program that started this one is gone, at once if it is already: under `npm start`, a kill -9 of npm
 * would otherwise leave the platform running. Unix only tells of it by a new parent, so it is looked at twice a second.
 * Returns its end.
 */
export function onParentGone(listener: () => void): () => void {
  const parent = Number(process.env[STARTED_BY]) || process.ppid;
  // Of this process only: what it starts has it for its parent.
  delete process.env[STARTED_BY];
  let timer: NodeJS.Timeout | undefined = undefined;
  const look = () => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    listener();
  };
  timer = setInterval(look, EVERY_MS).unref();
  look();
  return () => clearInterval(timer);
}
