import { describe, expect } from "vitest";
import { UserNotFound } from "#domain/identity/errors.ts";
import { PersonName } from "#domain/identity/person-name.ts";
import { parseId } from "#domain/shared/id.ts";
import type { IdentityAdapters, IdentityTest } from "#test/support/identity/identity-adapters.ts";
import { aSession } from "#test/support/identity/session-builder.ts";
import { aUser } from "#test/support/identity/user-builder.ts";

/** What every `Transactions` promises about the repositories of its context. */
export function transactionsContract(test: IdentityTest): void {
  const user = aUser().build();
  const session = aSession().of(user.snapshot.id).build();
  const { id } = user.snapshot;

  async function store({ users, sessions }: IdentityAdapters): Promise<void> {
    await users.create(user);
    await sessions.create(session);
  }

  async function changeBoth({ users, sessions }: IdentityAdapters): Promise<void> {
    await users.update(id, (stored) => stored.rename(PersonName.parse("Grace Hopper")));
    await sessions.updateAllOf(id, (stored) => stored.logOut());
  }

  async function versions({ users, sessions }: IdentityAdapters): Promise<number[]> {
    const both = [await users.read(id), await sessions.read(session.snapshot.id)];
    return both.map(({ snapshot }) => snapshot.version);
  }

  describe("changes of two repositories", () => {
    test("are saved together, and what the work returns is returned", async ({ identity }) => {
      await store(identity);
      const answer = await identity.transactions.run(async () => {
        await changeBoth(identity);
        return versions(identity);
      });
      expect(answer).toEqual([2, 2]);
      expect(await versions(identity)).toEqual([2, 2]);
    });

    test("are not saved at all when the work rejects, and its error passes", async ({ identity }) => {
      await store(identity);
      const thrown = new Error("too late");
      const work = identity.transactions.run(async () => {
        await changeBoth(identity);
        throw thrown;
      });
      await expect(work).rejects.toBe(thrown);
      expect(await versions(identity)).toEqual([1, 1]);
    });

    test("are not saved at all when one of them fails, even where its error is caught", async ({ identity }) => {
      await store(identity);
      const nobody = parseId<"User">("ffffffff-0000-7000-8000-000000000000");
      const work = identity.transactions.run(async () => {
        await changeBoth(identity);
        await expect(identity.users.update(nobody, (stored) => stored.delete())).rejects.toThrow(UserNotFound);
      });
      await expect(work).rejects.toThrow("had joined the transaction failed");
      expect(await versions(identity)).toEqual([1, 1]);
    });

    test("are not saved when what they create is not", async ({ identity }) => {
      const work = identity.transactions.run(async () => {
        await store(identity);
        throw new Error("too late");
      });
      await expect(work).rejects.toThrow("too late");
      await expect(identity.users.read(id)).rejects.toThrow(UserNotFound);
    });
  });

  test("a transaction inside another is a part of it", async ({ identity }) => {
    await store(identity);
    const work = identity.transactions.run(async () => {
      await identity.transactions.run(() => changeBoth(identity));
      throw new Error("too late");
    });
    await expect(work).rejects.toThrow("too late");
    expect(await versions(identity)).toEqual([1, 1]);
  });

  test("what others write meanwhile outlives a rollback", async ({ identity }) => {
    await store(identity);
    const other = aUser().build();
    const work = identity.transactions.run(async () => {
      await changeBoth(identity);
      throw new Error("too late");
    });
    await Promise.all([expect(work).rejects.toThrow("too late"), identity.users.create(other)]);
    expect((await identity.users.read(other.snapshot.id)).snapshot).toStrictEqual(other.snapshot);
  });

  test("two that change the same user wait for each other", async ({ identity }) => {
    await store(identity);
    const addOne = () =>
      identity.transactions.run(async () => {
        await identity.users.update(id, (stored) => stored.rename(PersonName.parse(`${stored.snapshot.name}!`)));
        await identity.sessions.update(session.snapshot.id, (stored) =>
          stored.refresh(stored.snapshot.refreshTokenHash, `${stored.snapshot.refreshTokenHash}!`),
        );
      });
    await Promise.all([addOne(), addOne(), addOne()]);
    expect(await versions(identity)).toEqual([4, 4]);
    expect((await identity.users.read(id)).snapshot.name).toBe("Ada Lovelace!!!");
  });
}
