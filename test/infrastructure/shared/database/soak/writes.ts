import type pg from "pg";

const outcomes = ["not begun", "running", "acknowledged", "refused", "unknown"] as const;
export type Outcome = (typeof outcomes)[number];

/** What became of each write, by its number. Outside the heap, whose growth is watched. */
export class Writes {
  #outcomes = new Uint8Array(1 << 20);
  #next = 0;

  begin(): number {
    const number = this.#next++;
    if (number === this.#outcomes.length) {
      const larger = new Uint8Array(number * 2);
      larger.set(this.#outcomes);
      this.#outcomes = larger;
    }
    this.end(number, "running");
    return number;
  }

  end(number: number, outcome: Outcome): void {
    this.#outcomes[number] = outcomes.indexOf(outcome);
  }

  count(outcome: Outcome): number {
    const code = outcomes.indexOf(outcome);
    return this.#outcomes.reduce((sum, each) => sum + (each === code ? 1 : 0), 0);
  }

  /**
   * Compares with the table `journal`, in which each write has two rows and which adds up to the accounts.
   *
   * @returns what is wrong, a sentence for each kind
   */
  async violations(client: pg.Client): Promise<string[]> {
    const rowsOf = new Uint8Array(this.#next);
    for (let from = 0; from < this.#next; from += 100_000) {
      const { rows } = await client.query<{ write: number; count: number }>(
        "SELECT write, count(*)::int AS count FROM journal WHERE write >= $1 AND write < $1 + 100000 GROUP BY write",
        [from],
      );
      for (const { write, count } of rows) rowsOf[write] = count;
    }
    const wrong = new Map<string, number[]>();
    rowsOf.forEach((rows, number) => {
      const outcome = outcomes[this.#outcomes[number] ?? 0];
      const whole = rows === 2 && outcome !== "refused";
      const absent = rows === 0 && outcome !== "acknowledged";
      if (whole || absent) return;
      const kind = `${outcome}, but has ${rows} of 2 rows`;
      wrong.set(kind, [...(wrong.get(kind) ?? []), number]);
    });
    const { rows } = await client.query(
      `SELECT id FROM accounts LEFT JOIN journal ON account = id GROUP BY id, balance HAVING coalesce(sum(amount), 0) <> balance`,
    );
    return [
      ...[...wrong].map(
        ([kind, numbers]) => `${numbers.length} writes are ${kind}: ${numbers.slice(0, 5).join(", ")}.`,
      ),
      ...(rows.length > 0 ? [`${rows.length} accounts don't hold what their journal adds up to.`] : []),
    ];
  }
}
