import { invitationDirectoryContract } from "#test/support/organization/contracts/invitation-directory-contract.ts";
import { test } from "#test/support/organization/postgres-adapters.ts";

invitationDirectoryContract(test);
