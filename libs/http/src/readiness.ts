/** Something that must work before the service is sent requests. */
export interface ReadinessCheck {
  readonly name: string;
  /** Throws while it does not work. */
  readonly check: () => Promise<void>;
}

/** The readiness checks of a service; slices add theirs. */
export class Readiness {
  private readonly added: ReadinessCheck[] = [];
  private stopping = false;

  get checks(): readonly ReadinessCheck[] {
    const notStopping = () =>
      this.stopping ? Promise.reject(new Error('The service is stopping.')) : Promise.resolve();
    return [...this.added, { name: 'running', check: notStopping }];
  }

  add(check: ReadinessCheck): void {
    this.added.push(check);
  }

  /** Whether the service is stopping. */
  get isDraining(): boolean {
    return this.stopping;
  }

  /** From now on no new requests should be sent here. */
  drain(): void {
    this.stopping = true;
  }
}
