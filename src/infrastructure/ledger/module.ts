import { createLedger, type Ledger } from "#application/ledger/ledger.ts";
import { AccountFactory } from "#domain/ledger/account-factory.ts";
import { TransferFactory } from "#domain/ledger/transfer-factory.ts";
import { token } from "#infrastructure/shared/container.ts";
import { type Module, shared } from "#infrastructure/shared/module.ts";
import { ledgerRoutes } from "./ledger-routes.ts";
import { PostgresAccountDirectory } from "./postgres-account-directory.ts";
import { PostgresAccountRepository } from "./postgres-account-repository.ts";
import { PostgresIdempotentAnswers } from "./postgres-idempotent-answers.ts";
import { PostgresTransferRepository } from "./postgres-transfer-repository.ts";

const ledger = token<Ledger>("ledger");
/** How long answers are kept for requests that come again, in days: nobody tries again after a week. */
const keptDays = 7;
const day = 86_400_000;

export const ledgerModule: Module = {
  tags: {
    "ledger: accounts": "Accounts and their statements.",
    "ledger: money": "Moving money, each request once.",
  },

  register(container) {
    container.register(ledger, (c) => {
      const dataSource = c.resolve(shared.dataSource);
      const clock = c.resolve(shared.clock);
      const accountFactory = new AccountFactory(clock, c.resolve(shared.ids));
      return createLedger({
        accounts: new PostgresAccountRepository(dataSource, accountFactory),
        accountFactory,
        accountDirectory: new PostgresAccountDirectory(dataSource),
        transfers: new PostgresTransferRepository(dataSource),
        transferFactory: new TransferFactory(clock, c.resolve(shared.ids)),
        answers: new PostgresIdempotentAnswers(dataSource, clock),
        transactions: c.resolve(shared.transactions),
      });
    });
  },

  routes: (container) =>
    ledgerRoutes({
      ledger: container.resolve(ledger),
      authentication: container.resolve(shared.authentication),
    }),

  everyHour: (container) =>
    container.resolve(ledger).forgetAnswers(new Date(container.resolve(shared.clock).now().getTime() - keptDays * day)),
};
