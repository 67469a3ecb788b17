const EVERY_MS = 500;

/**
 * Calls back when the program that started this one is gone: under `npm start`, a kill -9 of npm would otherwise leave
 * the platform running. Unix only tells of it by a new parent, so it is looked at twice a second. Returns its end.
 */
export function onParentGone(listener: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    listener();
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
