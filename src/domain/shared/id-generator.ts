/** Makes ids: UUIDs that sort by the time they were made (version 7). */
export interface IdGenerator {
  next(): string;
}
