import { idempotentAnswersContract } from "#test/support/ledger/contracts/idempotent-answers-contract.ts";
import { test } from "#test/support/ledger/in-memory-adapters.ts";

idempotentAnswersContract(test);
