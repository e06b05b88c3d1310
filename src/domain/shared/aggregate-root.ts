/** Something that happened to an aggregate, in the past tense. */
export interface DomainEvent {
  readonly type: string;
  readonly occurredAt: Date;
}

/** An event of a type, as a context lists its own: `Event<"UserRenamed">`. */
export interface Event<Type extends string> extends DomainEvent {
  readonly type: Type;
}

/** The root of a group of objects that is read and saved as one. Every change of it records an event. */
export abstract class AggregateRoot<Recorded extends DomainEvent> {
  readonly #events: Recorded[] = [];

  /** The whole state, immutable: the same object until something changes, then another one. */
  abstract get snapshot(): object;

  /** What happened since it was made or restored, oldest first; empty when nothing has changed. */
  get events(): readonly Recorded[] {
    return this.#events;
  }

  protected record(event: Recorded): void {
    this.#events.push(event);
  }
}
