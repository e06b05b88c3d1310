import { invitationRepositoriesContract } from "#test/support/organization/contracts/invitation-repositories-contract.ts";
import { test } from "#test/support/organization/in-memory-adapters.ts";

invitationRepositoriesContract(test);
