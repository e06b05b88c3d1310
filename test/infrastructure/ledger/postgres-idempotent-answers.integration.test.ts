import { idempotentAnswersContract } from "#test/support/ledger/contracts/idempotent-answers-contract.ts";
import { test } from "#test/support/ledger/postgres-adapters.ts";

idempotentAnswersContract(test);
