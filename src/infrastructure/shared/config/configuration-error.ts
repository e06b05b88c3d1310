export interface VariableFault {
  readonly name: string;
  readonly expected: string;
  /** What came, fit to be printed. */
  readonly received: string;
}

/** The environment doesn't describe a working service. Names every faulty variable at once, never a secret's value. */
export class ConfigurationError extends Error {
  readonly faults: readonly VariableFault[];

  constructor(faults: readonly VariableFault[]) {
    const lines = faults.map(({ name, expected, received }) => `  ${name}: expected ${expected}, but ${received}`);
    super(
      `The configuration is wrong. Correct these environment variables (.env.example describes them):\n${lines.join("\n")}`,
    );
    this.name = new.target.name;
    this.faults = faults;
  }
}
