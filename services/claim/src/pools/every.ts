/** @returns whether it is time again: at most once in so many milliseconds. @param wait before the first time */
export function every(milliseconds: number, wait = 0): () => boolean {
  let next = Date.now() + wait;
  return () => {
    if (Date.now() < next) return false;
    next = Date.now() + milliseconds;
    return true;
  };
}
