export function isAlive(pid: number): boolean;
export function familyOf(pid: number): number[];
