import { invitationRepositoriesContract } from "#test/support/organization/contracts/invitation-repositories-contract.ts";
import { test } from "#test/support/organization/postgres-adapters.ts";

invitationRepositoriesContract(test);
