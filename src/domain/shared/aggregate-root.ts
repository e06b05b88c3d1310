/** Something that happened to an aggregate, in the past tense. */
export interface DomainEvent {
  readonly type: string;
  readonly occurredAt: Date;
}

/** The root of a group of objects that is read and saved as one. Every change of it records an event. */
export abstract class AggregateRoot<Event extends DomainEvent> {
  readonly #events: Event[] = [];

  /** The whole state, immutable: the same object until something changes, then another one. */
  abstract get snapshot(): object;

  /** What happened since it was made or restored, oldest first; empty when nothing has changed. */
  get events(): readonly Event[] {
    return this.#events;
  }

  protected record(event: Event): void {
    this.#events.push(event);
  }
}
