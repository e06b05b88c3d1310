const name = "under_test";

/** `url` for the `DataSource` under test, whose connections are known by their name. */
export function underTest(url: string): string {
  const named = new URL(url);
  named.searchParams.set("application_name", name);
  return named.href;
}

/** The condition over pg_stat_activity for the connections of the `DataSource` under test. */
export const isUnderTest = `application_name = '${name}'`;
